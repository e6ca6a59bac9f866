package discordtest

import "fmt"

// Discord's JSON error codes that are answered here.
const (
	codeUnknownChannel     = 10003
	codeUnknownServer      = 10004
	codeUnknownApplication = 10002
	codeUnknownMember      = 10007
	codeUnknownMessage     = 10008
	codeUnknownRole        = 10011
	codeUnknownUser        = 10013
	codeUnknownWebhook     = 10015
	codeUnknownInteraction = 10062
	codeUnknownCommand     = 10063
	codeDailyCreates       = 30034
	codeTooManyCommands    = 30032
	codeTooManyWebhooks    = 30007
	codeAcknowledged       = 40060
	codeTooLarge           = 40005
	codeTooManyFollowups   = 40094
	codeMissingAccess      = 50001
	codeNotOwnMessage      = 50005
	codeEmptyMessage       = 50006
	codeCannotMessage      = 50007
	codeNotText            = 50008
	codeMissingPermissions = 50013
	codeBulkDeleteCount    = 50016
	codeWrongChannelType   = 50024
	codeInvalidToken       = 50027
	codeBulkDeleteOld      = 50034
	codeInvalidForm        = 50035
	codeThreadArchived     = 50083
	codeBadJSON            = 50109
	codeNoMutualServer     = 50278
	codeThreadExists       = 160004
	codeThreadLocked       = 160005
)

var errorMessages = map[int]string{
	codeUnknownChannel:     "Unknown Channel",
	codeUnknownServer:      "Unknown Guild",
	codeUnknownApplication: "Unknown Application",
	codeUnknownMember:      "Unknown Member",
	codeUnknownMessage:     "Unknown Message",
	codeUnknownRole:        "Unknown Role",
	codeUnknownUser:        "Unknown User",
	codeUnknownWebhook:     "Unknown Webhook",
	codeUnknownInteraction: "Unknown interaction",
	codeUnknownCommand:     "Unknown application command",
	codeDailyCreates:       "Max number of daily application command creates has been reached (200)",
	codeTooManyCommands:    "Maximum number of application commands reached",
	codeTooManyWebhooks:    "Maximum number of webhooks reached (15)",
	codeAcknowledged:       "Interaction has already been acknowledged.",
	codeTooLarge:           "Request entity too large",
	codeTooManyFollowups:   "Maximum number of follow-up messages reached",
	codeMissingAccess:      "Missing Access",
	codeNotOwnMessage:      "Cannot edit a message authored by another user",
	codeEmptyMessage:       "Cannot send an empty message",
	codeCannotMessage:      "Cannot send messages to this user",
	codeNotText:            "Cannot send messages in a non-text channel",
	codeMissingPermissions: "Missing Permissions",
	codeBulkDeleteCount:    "Provided too few or too many messages to delete. Must provide at least 2 and fewer than 100 messages to delete",
	codeWrongChannelType:   "Cannot execute action on this channel type",
	codeInvalidToken:       "Invalid Webhook Token",
	codeBulkDeleteOld:      "A message provided was too old to bulk delete",
	codeThreadArchived:     "Thread is archived",
	codeBadJSON:            "The request body contains invalid JSON.",
	codeNoMutualServer:     "Cannot send messages to this user due to having no mutual guilds",
	codeThreadExists:       "A thread has already been created for this message",
	codeThreadLocked:       "Thread is locked",
}

// A refusal is an answer that Discord would give to a faulty request.
type refusal struct {
	status  int
	code    int
	message string
	faults  []fault
}

func (r *refusal) Error() string {
	text := fmt.Sprintf("%d %s (code %d)", r.status, r.message, r.code)
	for _, f := range r.faults {
		text += fmt.Sprintf("\n\t%s: %s: %s", orDefault(f.at, "body"), f.code, f.message)
	}
	return text
}

func (r *refusal) body() object {
	body := object{"message": r.message, "code": r.code}
	if len(r.faults) > 0 {
		body["errors"] = tree(r.faults)
	}
	return body
}

func refuse(status, code int) *refusal {
	return &refusal{status: status, code: code, message: errorMessages[code]}
}

func notFound(code int) *refusal  { return refuse(404, code) }
func forbidden(code int) *refusal { return refuse(403, code) }

// misplaced is a 50035 about a single field.
func misplaced(at, code, format string, args ...any) error {
	f := &form{}
	f.fault(at, code, format, args...)
	return f.refusal()
}
