// Asks the server, in the view that the page's address names, and speaks the
// page's words.

const words = JSON.parse(document.body.dataset.words);

/** The words of key, with args set in for {0}, {1} … */
export function say(key, ...args) {
  return args.reduce((text, arg, i) => text.replaceAll(`{${i}}`, arg), words[key] ?? key);
}

/** The address of path in this view. */
export function viewed(path, extra = {}) {
  const query = new URLSearchParams(location.search);
  for (const [key, value] of Object.entries(extra)) query.set(key, value);
  return `${path}?${query}`;
}

async function send(path, type, body, extra) {
  let response;
  try {
    response = await fetch(viewed(path, extra), { method: "POST", headers: { "Content-Type": type }, body });
  } catch {
    return { problem: say("problem.offline") };
  }
  const json = response.headers.get("Content-Type")?.startsWith("application/json");
  return json ? response.json() : { problem: say("problem.failed") };
}

/** Posts JSON and returns the answer; answer.problem says what went wrong. */
export const post = (path, data) => send(path, "application/json", JSON.stringify(data));

/** Uploads a file; answer.file is its id. */
export const upload = (file) => send("/files", "application/octet-stream", file, { name: file.name });

const han = /([\p{Script=Han}\u3000-\u303f\uff00-\uffef]+)/u;
const chinese = document.documentElement.lang.startsWith("zh");

/** Fills element with text, marking Chinese in an English page and English in a Chinese one. */
export function fill(element, text) {
  element.replaceChildren();
  text.split(han).forEach((part, i) => {
    const isHan = i % 2 === 1;
    if (isHan !== chinese && /\p{L}{2}|\p{Script=Han}/u.test(part)) {
      const span = document.createElement("span");
      span.lang = isHan ? "zh" : "en";
      span.textContent = part;
      element.append(span);
    } else if (part) {
      element.append(part);
    }
  });
  return element;
}

/** A new element with properties and text. */
export function make(tag, properties = {}, text = "") {
  const element = Object.assign(document.createElement(tag), properties);
  return text ? fill(element, text) : element;
}

/** Tells everybody, also those who do not see, what happened. */
export function notice(text) {
  const status = document.getElementById("status");
  fill(status, text);
  clearTimeout(notice.timer);
  notice.timer = setTimeout(() => status.replaceChildren(), 6000);
}
