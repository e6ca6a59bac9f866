package news

// GroupWith is [Group] with so many goroutines.
var GroupWith = group
