package discordtest

// modalShape is what the data of a callback of type 9 holds.
func modalShape() fields {
	return fields{
		"custom_id!":  text(1, maxCustomID),
		"title!":      text(1, maxModalTitle),
		"components!": list(1, maxModalComponents, newTree(true).in(inModal)),
	}
}
