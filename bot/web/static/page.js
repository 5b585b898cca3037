// What the page gains with a script: sending without a reload, new messages as they come, Enter, and a name search.
// Without it every form still works on its own.
"use strict";

const main = document.querySelector("main[data-conversation]");
const thread = document.querySelector("[data-thread]");
const composer = document.querySelector("[data-composer]");
const NOT_SENT = "That was not sent: Cairn could not be reached. What you typed is still here; please try again.";

function parsed(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  return holder.content.firstElementChild;
}

function isAtEnd() {
  return thread.scrollHeight - thread.scrollTop - thread.clientHeight < 120;
}

function toEnd(smoothly) {
  thread.scrollTo({ top: thread.scrollHeight, behavior: smoothly ? "auto" : "instant" });
}

function lastPost() {
  const posts = thread.querySelectorAll("[data-post]");
  return posts[posts.length - 1];
}

function dayLine(day) {
  const line = document.createElement("p");
  line.className = "day";
  line.textContent = day;
  return line;
}

function append({ id, html }) {
  const known = document.getElementById(`post-${id}`);
  if (known) return known;
  const post = parsed(html);
  const before = lastPost();
  thread.querySelector("[data-empty]")?.remove();
  const end = document.getElementById("newest");
  if (!before || before.dataset.day !== post.dataset.day) end.before(dayLine(post.dataset.day));
  post.classList.add("fresh");
  end.before(post);
  return post;
}

function putInPlace({ id, html }) {
  const post = parsed(html);
  document.getElementById(`post-${id}`)?.replaceWith(post);
  return post;
}

function say(form, sentence) {
  const place = form.querySelector("[data-trouble]") ?? composer?.querySelector("[data-trouble]");
  if (place) place.textContent = sentence;
}

// getAttribute, since a field named "action" hides the property of that name.
async function answerTo(form) {
  const response = await fetch(form.getAttribute("action"), {
    method: "POST",
    body: new URLSearchParams(new FormData(form)),
    headers: { Accept: "application/json" },
  });
  const answer = await response.json();
  if (answer.error) throw new Error(answer.error, { cause: "answer" });
  return answer;
}

// The nonce stays as it was until an answer has come: sending again after a failure has one effect, not two.
function show(form, answer) {
  const replaced = answer.replace.map(putInPlace);
  const added = answer.posts.map(append);
  if (form.isConnected) form.elements.nonce.value = answer.nonce;
  return { replaced, added };
}

function moveFocus(form, replaced, added) {
  const summary = replaced[0]?.querySelector("[data-summary]");
  const title = added.at(-1)?.querySelector("[data-form-title]");
  if (summary) return summary.focus();
  if (form === composer && !title) return composer.elements.words.focus();
  if (title) title.focus({ preventScroll: true });
  else if (!form.isConnected) added.at(-1)?.focus({ preventScroll: true });
  return undefined;
}

async function send(form) {
  if (form.getAttribute("aria-busy") === "true") return;
  form.setAttribute("aria-busy", "true");
  try {
    const { replaced, added } = show(form, await answerTo(form));
    if (form === composer) composer.elements.words.value = "";
    say(form, "");
    if (added.length) bringIntoView(added);
    moveFocus(form, replaced, added);
  } catch (problem) {
    say(form, problem.cause === "answer" ? problem.message : NOT_SENT);
  } finally {
    form.removeAttribute("aria-busy");
  }
}

// A long answer is read from its beginning; a short one leaves the end in view.
function bringIntoView(added) {
  const height = added.reduce((sum, post) => sum + post.offsetHeight, 0);
  if (height < thread.clientHeight) toEnd(true);
  else added[0].scrollIntoView({ block: "start" });
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("[data-slow]")) form.setAttribute("aria-busy", "true");
  if (!form.matches("[data-say], [data-act]")) return;
  event.preventDefault();
  // What was asked is what is looked at now: the overview makes room for the answer.
  if (form.matches("[data-say]")) document.querySelector("details.home")?.removeAttribute("open");
  send(form);
});

function listen() {
  const address = new URLSearchParams({ c: main.dataset.conversation, after: main.dataset.newest });
  const events = new EventSource(`/events?${address}`);
  events.addEventListener("post", (event) => {
    const stays = isAtEnd();
    append(JSON.parse(event.data));
    if (stays) toEnd(true);
  });
  events.addEventListener("unread", (event) => showUnread(JSON.parse(event.data)));
  events.addEventListener("clock", (event) => showClock(JSON.parse(event.data)));
  events.addEventListener("over", (event) => {
    events.close();
    say(composer, JSON.parse(event.data));
  });
  window.addEventListener("pagehide", () => events.close());
  // A page brought back by the Back button has missed what came meanwhile.
  window.addEventListener("pageshow", (event) => event.persisted && location.reload());
}

function showUnread(counts) {
  for (const link of document.querySelectorAll("a[data-conversation]")) {
    const badge = link.querySelector("[data-count]");
    const count = counts[link.dataset.conversation] ?? 0;
    badge.hidden = count === 0;
    badge.querySelector("[data-number]").textContent = count;
  }
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const dot = document.querySelector("[data-any-unread]");
  if (dot) dot.hidden = total === 0;
  document.title = document.title.replace(/^\(\d+\) /, total ? `(${total}) ` : "");
  if (total && !document.title.startsWith("(")) document.title = `(${total}) ${document.title}`;
}

function showClock(words) {
  for (const place of document.querySelectorAll("[data-clock]")) place.textContent = words;
}

if (composer) {
  composer.querySelector("[data-enter-hint]").hidden = false;
  composer.elements.words.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (composer.elements.words.value.trim()) composer.requestSubmit();
  });
}

if (thread) {
  const target = location.hash.startsWith("#post-") && document.getElementById(location.hash.slice(1));
  if (target) target.scrollIntoView();
  else if (lastPost() && lastPost().offsetHeight > thread.clientHeight) lastPost().scrollIntoView({ block: "start" });
  else toEnd(false);
  thread.querySelector("[data-summary]")?.focus();
  if (main.dataset.live === "yes") listen();
}

for (const people of document.querySelectorAll("[data-people]")) {
  const search = people.querySelector("[data-search]");
  people.querySelector(".people-search").hidden = false;
  search.addEventListener("input", () => narrow(people, search.value.trim().toLowerCase()));
  // Enter in the search chooses the first who is left, not whoever stands first in the whole list.
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (search.value.trim()) people.querySelector("li:not([hidden]) button")?.click();
  });
}

function narrow(people, wanted) {
  const words = wanted.split(/\s+/);
  let found = 0;
  for (const group of people.querySelectorAll("[data-group]")) {
    const items = [...group.querySelectorAll("[data-person]")];
    for (const item of items) item.hidden = !words.every((word) => item.dataset.person.includes(word));
    const shown = items.filter((item) => !item.hidden).length;
    group.hidden = shown === 0;
    found += shown;
  }
  people.querySelector("[data-found]").textContent = found === 1 ? "1 person" : `${found} people`;
}
