package discordtest

import "time"

// Discord's limits, all in one place. Lengths are in characters (code points)
// unless a name says otherwise. Sources: discord-api-docs, the OpenAPI
// specification, and where marked, issues of discord-api-docs.
const (
	// Messages (resources/message).
	maxContent         = 2000
	maxEmbeds          = 10
	maxEmbedTitle      = 256
	maxEmbedText       = 4096
	maxEmbedFields     = 25
	maxEmbedFieldName  = 256
	maxEmbedFieldValue = 1024
	maxEmbedFooter     = 2048
	maxEmbedAuthor     = 256
	maxEmbedsTotal     = 6000 // over all embeds of a message
	maxFiles           = 10
	maxFileBytes       = 10 << 20
	maxRequestBytes    = 25 << 20
	maxFileDescription = 1024
	maxNonce           = 25
	maxAllowedMentions = 100 // roles, and users
	maxHistory         = 100
	minBulkDelete      = 2
	maxBulkDelete      = 100
	maxStickers        = 3
	maxUsername        = 80
	maxURL             = 2048
	maxPollAnswers     = 10
	maxPollQuestion    = 300
	maxPollAnswer      = 55
	bulkDeleteOldest   = 14 * 24 * time.Hour
	maxThreadName      = 100
	maxAppliedTags     = 5
	maxWebhooksChannel = 15
	maxWebhookName     = 80
	maxSlowModeSeconds = 21600

	// Components (components/reference).
	maxRows             = 5
	maxRowButtons       = 5
	maxCustomID         = 100
	maxButtonLabel      = 80
	maxButtonURL        = 512
	maxOptions          = 25
	maxOptionText       = 100 // label, value and description
	maxPlaceholder      = 150
	maxTreeComponents   = 40 // over the whole tree of a message
	maxTextDisplay      = 4000
	maxTextTotal        = 4000  // over a message (docs PR 8562)
	maxTextBytes        = 10170 // UTF-8 bytes over a message plus textOverheadBytes each; above it HTTP 500 (docs issue 8554)
	textOverheadBytes   = 12
	maxSectionTexts     = 3
	maxGalleryItems     = 10
	maxMediaDescription = 1024
	maxLabel            = 45
	maxLabelDescription = 100
	maxModalTitle       = 45
	maxModalComponents  = 5
	maxTextInput        = 4000
	maxInputPlaceholder = 100
	minRadioOptions     = 2
	maxRadioOptions     = 10
	maxCheckboxOptions  = 10
	maxUploadFiles      = 10
	maxAutocomplete     = 25
	maxComponentID      = 1<<31 - 1
	maxAccentColor      = 0xFFFFFF

	// Application commands (interactions/application-commands).
	maxChatCommands       = 100
	maxUserCommands       = 15
	maxMessageCommands    = 15
	maxEntryPoints        = 1
	maxCreatesPerDay      = 200
	maxCommandName        = 32
	maxCommandDescription = 100
	maxCommandOptions     = 25
	maxChoices            = 25
	maxChoiceName         = 100
	maxChoiceValue        = 100
	maxCommandText        = 8000 // names, descriptions and values; the longest localization counts
	maxOptionLength       = 6000
	maxSafeInteger        = 1<<53 - 1

	// Interactions (interactions/receiving-and-responding).
	answerWithin      = 3 * time.Second
	tokenLasts        = 15 * time.Minute
	maxUserFollowups  = 5 // for an application that is installed by the user only
	invalidWindow     = 10 * time.Minute
	globalPerSecond   = 50
	identifyEvery     = 5 * time.Second
	identifiesPerDay  = 1000
	gatewayWindow     = time.Minute
	gatewayEvents     = 120 // from the bot, per gatewayWindow
	gatewayFrameBytes = 4096
	replayEvents      = 10000 // events kept for RESUME
	memberChunk       = 1000
	guildsPerShard    = 2500

	maxInvalidRequests = 10000 // 401, 403 and 429 per invalidWindow, then the address is banned
)
