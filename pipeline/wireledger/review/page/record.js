// The record: its slots with confidence and method, each with the key that corrects it; one slot at a time is open for
// typing, with what the words will become shown below.

import { preview } from "./api.js";

const ALWAYS = ["action", "status", "background", "type", "target"];

/** @param {HTMLElement} holder @param {object} item @param {object} acts what a click does: open, drop, visit */
export function showRecord(holder, item, acts) {
  if (!item) {
    const words = make("p", "standing", "No records. If the story reports no action, press 0; if one was missed, select its target and press n.");
    holder.replaceChildren(words);
    return;
  }
  const parts = [standing(item)];
  if (item.difference.length) parts.push(differences(item));
  parts.push(make("p", "hint", "Select words in the story and press a slot’s letter, or press it alone to type."));
  for (const slot of item.slots) parts.push(slotLine(slot, item, acts));
  if (item.event) parts.push(told(item.event, acts));
  holder.replaceChildren(...parts);
}

function standing(item) {
  const words = { open: `open · confidence ${item.confidence.toFixed(2)}`, changed: "decided before, and the extractor says otherwise now:" };
  let text = words[item.state] ?? item.state;
  if (item.who && item.state !== "changed") text += ` by ${item.who}, ${item.at.slice(0, 16).replace("T", " ")} UTC`;
  if (item.gone) text += " · the extractor no longer finds it";
  return make("p", `standing ${item.state}`, text);
}

function differences(item) {
  const box = make("div", "difference");
  for (const { slot, decided, now } of item.difference) {
    const line = make("div", "", `${slot}: `);
    line.append(make("del", "", decided), " → ", make("ins", "", now));
    box.append(line);
  }
  return box;
}

/** The event that the record tells: its best values, and which records say otherwise. */
function told(event, acts) {
  const box = make("section", "event");
  const [sources, stories] = [count(event.n_sources, "source"), count(event.n_stories, "story", "stories")];
  box.append(make("h3", "", `Told by ${sources} in ${stories}`), make("p", "hint", `${event.id} · confidence ${event.confidence.toFixed(2)}`));
  for (const slot of event.slots) {
    const line = make("div", "telling", `${slot.slot}: `);
    const best = make("b", "", slot.value || "nothing");
    best.dir = "auto";
    line.append(best);
    if (slot.otherwise) line.append(make("span", "changed", " · this record says otherwise"));
    for (const other of slot.others) line.append(otherTelling(other, acts));
    if (slot.n_others > slot.others.length) line.append(make("div", "hint", `and ${slot.n_others - slot.others.length} more`));
    box.append(line);
  }
  return box;
}

function otherTelling(other, acts) {
  const words = `${other.source} says ${other.value || "nothing"}`;
  if (other.story === null) return make("div", "hint", words);
  const button = make("button", "link", words);
  button.type = "button";
  button.addEventListener("click", () => acts.visit(other));
  return button;
}

const count = (n, one, many = `${one}s`) => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;

function slotLine(slot, item, acts) {
  const line = make("div", slot.values.length ? "slot" : "slot bare");
  line.dataset.slot = slot.slot;
  const name = make("button", "name");
  name.type = "button";
  name.title = `Select words in the story and press ${slot.key}; or press ${slot.key} to type`;
  name.append(make("kbd", "", slot.key), slot.slot);
  name.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the selection in the story
  name.addEventListener("click", () => acts.open(slot));
  const values = make("div", "values");
  slot.values.forEach((value, index) => values.append(valueLine(slot, value, index, acts)));
  // A confidence that is the record's own stands above already.
  const own = slot.confidence !== null && Math.abs(slot.confidence - item.confidence) > 0.005;
  const source = slot.method ? slot.method + (own ? ` ${slot.confidence.toFixed(2)}` : "") : "by hand";
  line.append(name, values, make("span", "source", slot.values.length ? source : ""));
  return line;
}

function valueLine(slot, value, index, acts) {
  const line = make("div", "value");
  const words = make("span", "");
  words.dir = "auto";
  if (slot.places.length) words.append(swatch(slot.slot));
  words.append(value.text);
  if (value.note) words.append(make("span", "note", value.note));
  line.append(words);
  if (!ALWAYS.includes(slot.slot)) {
    const drop = make("button", "drop", "×");
    drop.type = "button";
    drop.setAttribute("aria-label", `Clear ${slot.slot}: ${value.text}`);
    drop.addEventListener("click", () => acts.drop(slot, index));
    line.append(drop);
  }
  return line;
}

function swatch(slot) {
  const mark = make("mark", `swatch ${slot}`);
  mark.setAttribute("aria-hidden", "true");
  return mark;
}

/**
 * Open a slot for typing, or for choosing by a digit.
 * @param {HTMLElement} holder @param {object} slot @param {{story: string, item: string}} place
 * @param {(text: string) => void} onDone @param {() => void} onLeave
 */
export function openSlot(holder, slot, place, onDone, onLeave) {
  holder.querySelector(".entry")?.remove();
  const form = slot.choices.length ? choiceForm(slot, onDone) : typeForm(slot, place, onDone);
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    form.remove();
    onLeave();
  });
  holder.querySelector(`[data-slot="${slot.slot}"]`).append(form);
  form.querySelector("input, [aria-pressed=true], button").focus();
}

function typeForm(slot, place, onDone) {
  const form = make("form", "entry");
  const field = document.createElement("input");
  Object.assign(field, { type: "text", autocomplete: "off", spellcheck: false, maxLength: 2000 });
  field.setAttribute("aria-label", slot.slot);
  const shown = make("div", "preview", "words of the story, or a value; Enter keeps it");
  shown.setAttribute("aria-live", "polite");
  form.append(field, shown);
  let timer = 0;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => showPreview(shown, { ...place, slot: slot.slot, text: field.value }), 120);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (field.value.trim()) onDone(field.value);
  });
  return form;
}

function choiceForm(slot, onDone) {
  const form = make("fieldset", "entry choices");
  form.setAttribute("aria-label", `Choose ${slot.slot}`);
  const chosen = slot.values.map((value) => value.text.replaceAll(" ", "_"));
  slot.choices.forEach((choice, index) => {
    const button = make("button", "");
    button.type = "button";
    button.setAttribute("aria-pressed", String(chosen.includes(choice)));
    button.append(make("kbd", "", String(index + 1)), choice.replaceAll("_", " "));
    button.addEventListener("click", () => onDone(choice));
    form.append(button);
  });
  form.addEventListener("keydown", (event) => {
    const choice = slot.choices[Number(event.key) - 1];
    if (event.key !== "Escape" && event.key !== "Tab" && event.key !== "Enter") event.stopPropagation();
    if (choice) {
      event.preventDefault();
      onDone(choice);
    }
  });
  return form;
}

async function showPreview(shown, asked) {
  if (!asked.text.trim()) return;
  try {
    const { values } = await preview(asked);
    shown.className = "preview";
    shown.textContent = "= " + values.map((value) => [value.text, value.note].filter(Boolean).join(" · ")).join("; ");
  } catch (error) {
    shown.className = "preview no";
    shown.textContent = error.message;
  }
}

function make(tag, className, text = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}
