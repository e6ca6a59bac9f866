// Logs discord.js in to a fake Discord, registers a command and answers it in each
// of the usual ways. Usage: node client.mjs URL TOKEN. It says "ready" when people
// may begin, and ends when the command "stop" has been answered.
import { ApplicationCommandOptionType, Client, GatewayIntentBits, MessageFlags } from "discord.js";

const [url, token] = process.argv.slice(2);
const client = new Client({ intents: [GatewayIntentBits.Guilds], rest: { api: url + "/api", version: "10" } });
const fail = (error) => {
  console.error(error);
  process.exit(1);
};
process.on("unhandledRejection", fail);

const answers = {
  async reply(i) {
    const name = i.options.getString("name");
    await i.reply({ content: `hello ${name} in ${i.locale}`, flags: MessageFlags.Ephemeral, allowedMentions: { parse: [] } });
  },
  async later(i) {
    await i.deferReply({ flags: MessageFlags.Ephemeral });
    await i.editReply({ content: "at last", allowedMentions: { parse: [] } });
    await i.followUp({ content: "and more", allowedMentions: { parse: [] } });
    const original = await i.fetchReply();
    if (original.content !== "at last") fail(new Error("fetched " + original.content));
  },
  async stop(i) {
    await i.reply({ content: "bye", allowedMentions: { parse: [] } });
    await client.destroy();
  },
};

client.on("interactionCreate", (i) => {
  if (i.isAutocomplete()) return i.respond([{ name: "Li Lei", value: "lilei" }]).catch(fail);
  if (i.isChatInputCommand()) answers[i.options.getSubcommand()](i).catch(fail);
});
client.once("clientReady", async () => {
  const name = { type: ApplicationCommandOptionType.String, name: "name", description: "Whom", required: true, autocomplete: true };
  const sub = (name, options = []) => ({ type: ApplicationCommandOptionType.Subcommand, name, description: "Do " + name, options });
  await client.application.commands.set([{ name: "try", description: "Try it", options: [sub("reply", [name]), sub("later"), sub("stop")] }]);
  console.log("ready");
});
await client.login(token);
