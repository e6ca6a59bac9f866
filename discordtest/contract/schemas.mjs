// Writes schemas.json: JSON Schemas of the request bodies that a bot sends, made
// from the zod schemas of discord-api-spec, which are made from Discord's OpenAPI
// specification.
import { writeFileSync } from "node:fs";
import * as z from "zod";
import * as spec from "discord-api-spec/zod";

const names = [
  "ApplicationCommandAutocompleteCallbackRequestSchema",
  "ApplicationCommandCreateRequestSchema",
  "CreateForumThreadRequestSchema",
  "CreateMessageInteractionCallbackRequestSchema",
  "IncomingWebhookRequestPartialSchema",
  "IncomingWebhookUpdateRequestPartialSchema",
  "MessageCreateRequestSchema",
  "MessageEditRequestPartialSchema",
  "ModalInteractionCallbackRequestSchema",
  "UpdateMessageInteractionCallbackRequestSchema",
];

const isEmpty = (v) => typeof v === "object" && v !== null && !Array.isArray(v) && Object.keys(v).length === 0;

// tidy removes alternatives that allow anything (what is left of int64, which JSON
// Schema cannot express) and closes objects, so that a misspelt key is noticed.
function tidy(node) {
  if (Array.isArray(node)) return node.forEach(tidy);
  if (typeof node !== "object" || node === null) return;
  for (const union of ["anyOf", "oneOf"]) {
    if (!Array.isArray(node[union])) continue;
    const kept = node[union].filter((alternative) => !isEmpty(alternative));
    if (kept.length > 0) node[union] = kept;
  }
  if (node.properties && node.additionalProperties === undefined) node.additionalProperties = false;
  Object.values(node).forEach(tidy);
}

// Where the specification does not say what the API does.
function patch(defs) {
  const command = defs.ApplicationCommandCreateRequestSchema.properties;
  command.default_member_permissions = { type: ["string", "null"], pattern: "^[0-9]+$" }; // it says integer
  command.id = { type: "string" }; // of bulk overwrites
  const content = defs.MessageCreateRequestSchema.properties.content;
  for (const alternative of content.anyOf ?? [content]) {
    if (alternative.maxLength) alternative.maxLength = 2000; // it says 4000, a bot has 2000
  }
}

const out = { $schema: "https://json-schema.org/draft/2020-12/schema", $defs: {} };
for (const name of names) {
  const schema = z.toJSONSchema(spec[name], { target: "draft-2020-12", unrepresentable: "any", io: "input" });
  delete schema.$schema;
  tidy(schema);
  out.$defs[name] = schema;
}
patch(out.$defs);
writeFileSync(new URL("schemas.json", import.meta.url), JSON.stringify(out, null, 1) + "\n");
