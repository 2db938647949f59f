// The page: holds the story and the record in view, turns keys and clicks into decisions, says what came of them.

import { decide, readStory, undo } from "./api.js";
import { Queue } from "./queue.js";
import { openSlot, showRecord } from "./record.js";
import { fillText, selected } from "./text.js";

const $ = (id) => document.getElementById(id);
const now = { story: null, item: null, last: null, readOnly: false, busy: Promise.resolve(), loading: Promise.resolve() };
const queue = new Queue(pickRow, showStanding, (message) => say(message, true));

function item() {
  return now.story?.items.find((one) => one.key === now.item) ?? null;
}

let wanted = null; // the row that was picked last
function pickRow(row) {
  now.loading = load(row);
}

async function load(row) {
  wanted = row;
  if (now.story?.key !== row.story) {
    try {
      const story = await readStory(row.story);
      if (wanted !== row) return; // another row was picked in the meantime, and is shown in its turn
      now.story = story;
    } catch (error) {
      return say(error.message, true);
    }
  }
  const { items } = now.story;
  now.item = items.some((one) => one.key === row.item) ? row.item : items[0]?.key ?? null;
  show(true);
}

/** Go to another record of the same event, whether the queue shows it or not. */
function visit(place) {
  now.loading = load(place).then(() => queue.follow(place.story, now.item));
}

function show(fresh = false) {
  const { story } = now;
  const one = item();
  const places = { text: [], title: [] };
  for (const place of one?.evidence ?? []) places[place.field].push({ ...place, slot: null });
  for (const slot of one?.slots ?? []) for (const place of slot.places) places[place.field].push({ ...place, slot: slot.slot });
  fillText($("story-title"), story.title, places.title);
  fillText($("story-text"), story.text, places.text);
  $("story-meta").textContent = [story.publisher, story.published, story.id, story.url].filter(Boolean).join(" · ");
  const note = story.missing
    ? "The story is not here; these are the sentences that its records cite. Start with --stories FILE to read and correct it."
    : story.no_action ? "Marked as a story without any action." : "";
  $("story-note").textContent = note;
  $("story-note").hidden = !note;
  const drop = (slot, index) => act({ act: "clear", slot: slot.slot, index });
  showRecord($("slots"), one, { open: openOrFill, drop, visit });
  showSiblings();
  for (const id of ["accept", "reject"]) $(id).disabled = !one || now.readOnly;
  for (const id of ["add", "no-action"]) $(id).disabled = now.readOnly || story.missing;
  const lit = $("story").querySelector("mark.target") ?? $("story").querySelector(".lit");
  if (fresh) $("story").scrollTop = 0;
  if (lit && (fresh || innerWidth > 900)) lit.scrollIntoView({ block: fresh ? "center" : "nearest" });
}

function showSiblings() {
  const buttons = now.story.items.map((one) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = one.label;
    button.className = one.state;
    if (one.key === now.item) button.setAttribute("aria-current", "true");
    button.addEventListener("click", () => {
      now.item = one.key;
      queue.follow(now.story.key, one.key);
      show();
    });
    return button;
  });
  $("siblings").replaceChildren(...(buttons.length > 1 ? buttons : []));
}

function showStanding(answer) {
  const { open, total } = answer.progress;
  $("progress-words").textContent = `${(total - open).toLocaleString("en")} of ${total.toLocaleString("en")} decided`;
  $("progress").max = total || 1;
  $("progress").value = total - open;
  now.last = answer.last;
  if (answer.read_only !== undefined) now.readOnly = answer.read_only;
  if (answer.compared !== undefined) $("filter-disputed").parentElement.hidden = !answer.compared;
  $("undo").disabled = !now.last || now.readOnly;
}

/** Decide something about the record in view; acts follow one another, never overlap. */
function act(wish, words, moveOn = false) {
  const turn = async () => {
    await now.loading; // a key pressed right after another means the record that is about to be shown
    const { story } = now;
    const one = item();
    const whole = ["add", "no_action"].includes(wish.act);
    if (!story || (!whole && !one)) return;
    performance.mark("act");
    try {
      const version = whole ? story.version : one.version;
      const answer = await decide({ story: story.key, item: whole ? null : one.key, version, ...wish });
      take(answer, wish.act === "add");
      if (words) say(words);
      if (moveOn) queue.moveOn();
    } catch (error) {
      say(error.message, true);
      if ([404, 409].includes(error.status)) await reread();
    }
    performance.measure("decision", "act");
  };
  return (now.busy = now.busy.then(turn));
}

function take(answer, goToItem) {
  queue.update(answer.story.key, answer.item, answer.rows);
  if (now.story?.key === answer.story.key) {
    now.story = answer.story;
    if (goToItem || !item()) now.item = answer.item && answer.story.items.some((one) => one.key === answer.item) ? answer.item : answer.story.items[0]?.key ?? null;
    if (goToItem) queue.follow(answer.story.key, now.item);
    document.getSelection()?.removeAllRanges();
    show();
  }
  showStanding(answer);
}

async function reread() {
  now.story = await readStory(now.story.key);
  show();
}

function takeBack() {
  const turn = async () => {
    if (!now.last || now.readOnly) return;
    try {
      const answer = await undo(now.last.id);
      if (now.story?.key !== answer.story.key) {
        now.story = answer.story;
        now.item = answer.item;
      } else if (answer.item) now.item = answer.item;
      take(answer, false);
      queue.follow(now.story.key, now.item);
      say("Taken back.");
    } catch (error) {
      say(error.message, true);
      if (error.status === 409) queue.reload();
    }
  };
  return (now.busy = now.busy.then(turn));
}

function place() {
  const story = now.story;
  if (!story || story.missing) return null;
  return selected([
    { field: "text", element: $("story-text"), text: story.text },
    { field: "title", element: $("story-title"), text: story.title },
  ]);
}

function openOrFill(slot) {
  if (now.readOnly || !item()) return;
  const span = slot.choices.length ? null : place();
  if (span) return act({ act: "correct", slot: slot.slot, span }, `${slot.slot} corrected.`);
  const back = () => $("story").focus({ preventScroll: true });
  openSlot($("slots"), slot, { story: now.story.key, item: now.item }, (text) => {
    act({ act: "correct", slot: slot.slot, text }, `${slot.slot} corrected.`);
    back();
  }, back);
}

function add() {
  const span = place();
  if (!span) return say("Select the words of the missed target in the story first.", true);
  return act({ act: "add", span }, "Added. Check its action, status and authority.");
}

const ACTS = {
  j: () => queue.move(1), ArrowDown: () => queue.move(1), k: () => queue.move(-1), ArrowUp: () => queue.move(-1),
  a: () => !now.readOnly && act({ act: "accept" }, "Accepted.", true),
  x: () => !now.readOnly && act({ act: "reject" }, "Rejected.", true),
  n: () => !now.readOnly && add(),
  0: () => !now.readOnly && act({ act: "no_action" }, "Marked: no action in this story.", true),
  u: takeBack,
  "/": () => $("words").focus(),
  "?": () => openHelp(),
  Escape: () => document.getSelection()?.removeAllRanges(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || $("help").open) return;
  const field = event.target.closest("input, select, textarea, .choices");
  if (field) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const slot = item()?.slots.find((one) => one.key === event.key);
  const run = ACTS[event.key] ?? (slot && (() => openOrFill(slot)));
  if (!run) return;
  event.preventDefault();
  run();
});

function openHelp() {
  const lines = (item()?.slots ?? []).flatMap((slot) => {
    const [key, words] = [document.createElement("dt"), document.createElement("dd")];
    const kbd = document.createElement("kbd");
    kbd.textContent = slot.key;
    key.append(kbd);
    words.textContent = slot.slot;
    return [key, words];
  });
  $("slot-keys").replaceChildren(...lines);
  $("help").showModal();
}

let silence = 0;
function say(words, bad = false) {
  const box = $("said");
  box.textContent = words;
  box.className = bad ? "on bad" : "on";
  clearTimeout(silence);
  silence = setTimeout(() => (box.className = ""), bad ? 6000 : 1600);
}

for (const [id, key] of [["accept", "a"], ["reject", "x"], ["add", "n"], ["no-action", "0"], ["undo", "u"], ["help-open", "?"]]) {
  $(id).addEventListener("mousedown", (event) => event.preventDefault()); // keeps the selection in the story
  $(id).addEventListener("click", () => ACTS[key]());
}
$("back").addEventListener("click", () => (document.body.dataset.view = "queue"));
queue.reload();
