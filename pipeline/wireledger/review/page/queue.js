// The queue: filters above, rows below. Rows come in portions as one scrolls; those that left the filter by a decision
// stay where they are until the filter changes, so that nothing jumps away under the eye.

import { readQueue } from "./api.js";

const PORTION = 100;
const $ = (id) => document.getElementById(id);
const selects = /** @type {HTMLSelectElement[]} */ ([...document.querySelectorAll("select[data-filter]")]);

export class Queue {
  /** @param {(row: object) => void} onPick @param {(standing: object) => void} onStanding @param {(message: string) => void} onTrouble */
  constructor(onPick, onStanding, onTrouble) {
    this.rows = [];
    this.total = 0;
    this.at = -1;
    this.onPick = onPick;
    this.onStanding = onStanding;
    this.onTrouble = onTrouble;
    this.generation = 0;
    this.loading = false;
    this.list = $("rows");
    this.list.addEventListener("click", (event) => {
      const line = event.target.closest("li[data-at]");
      if (line) this.pick(Number(line.dataset.at));
    });
    const more = () => {
      const box = this.list.scrollHeight > this.list.clientHeight + 1 ? this.list : document.documentElement;
      if (box.scrollTop + box.clientHeight > box.scrollHeight - 400) this.loadMore();
    };
    this.list.addEventListener("scroll", more, { passive: true });
    addEventListener("scroll", more, { passive: true });
    for (const select of selects) select.addEventListener("change", () => this.reload());
    for (const id of ["filter-confidence", "filter-disputed"]) $(id).addEventListener("change", () => this.reload());
    let timer = 0;
    $("words").addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => this.reload(), 150);
    });
    $("filters-clear").addEventListener("click", () => {
      for (const select of selects) select.value = "";
      $("filter-state").value = "todo";
      $("words").value = $("filter-confidence").value = "";
      $("filter-disputed").checked = false;
      this.reload();
    });
  }

  query() {
    const query = { limit: PORTION };
    for (const select of selects) if (select.value) query[select.dataset.filter] = select.value;
    if (this.first === undefined) query.state = "todo";
    if ($("words").value.trim()) query.words = $("words").value.trim();
    if ($("filter-disputed").checked) query.disputed = true;
    const [least, most] = $("filter-confidence").value.split("-");
    if (most) Object.assign(query, { least, most });
    return query;
  }

  async reload() {
    const generation = ++this.generation;
    try {
      const answer = await readQueue({ ...this.query(), offset: 0 });
      if (generation !== this.generation) return;
      this.setChoices(answer.choices);
      this.rows = answer.rows;
      this.total = answer.total;
      this.at = -1;
      this.list.replaceChildren(...this.rows.map((row, at) => line(row, at)));
      this.list.scrollTop = 0;
      if (!this.rows.length) this.list.replaceChildren(empty(answer.progress.open === 0));
      this.showFound();
      this.onStanding(answer);
      if (this.rows.length) this.pick(0, false);
      this.first = false;
    } catch (error) {
      this.onTrouble(error.message);
    }
  }

  async loadMore() {
    if (this.loading || this.rows.length >= this.total) return;
    this.loading = true;
    const generation = this.generation;
    try {
      // Rows that were decided since they came are none of the server's any more where the filter is on the state.
      const { state } = this.query();
      const kept = this.rows.filter((row) => !state || row.state === state || (state === "todo" && isOpen(row)));
      const answer = await readQueue({ ...this.query(), offset: kept.length });
      if (generation !== this.generation) return;
      // A decision under way may shift the server's count; nothing is shown twice.
      const known = new Set(this.rows.map(name));
      const fresh = answer.rows.filter((row) => !known.has(name(row)));
      this.list.append(...fresh.map((row, at) => line(row, this.rows.length + at)));
      this.rows.push(...fresh);
      if (!fresh.length) this.total = this.rows.length;
    } catch (error) {
      this.onTrouble(error.message);
    } finally {
      this.loading = false;
    }
  }

  /** @param {number} at @param {boolean} open whether a narrow page should go to the story */
  pick(at, open = true) {
    if (!this.rows[at]) return;
    this.list.querySelector("[aria-current]")?.removeAttribute("aria-current");
    this.at = at;
    const element = this.list.children[at];
    element.setAttribute("aria-current", "true");
    element.scrollIntoView({ block: "nearest" });
    if (open) document.body.dataset.view = "story";
    this.onPick(this.rows[at]);
    if (at > this.rows.length - 15) this.loadMore();
  }

  move(step) {
    const at = Math.max(0, Math.min(this.rows.length - 1, this.at + step));
    // At either end nothing is shown anew: that would drop what is selected.
    if (at !== this.at) this.pick(at, document.body.dataset.view === "story");
  }

  /** Go to the next row that still waits for a decision. */
  moveOn() {
    const next = this.rows.findIndex((row, at) => at > this.at && isOpen(row));
    if (next >= 0) this.pick(next, document.body.dataset.view === "story");
  }

  /**
   * Take in what a decision on `item` changed. A row that is new, as an added record is, comes after the current one;
   * the story's other rows that are not loaded yet stay where the queue has them.
   */
  update(story, item, all) {
    const before = new Map(this.rows.map((row, at) => [name(row), at]));
    const fresh = all.filter((row) => before.has(name(row)) || row.item === item || row.item === null);
    let after = this.at;
    for (const row of fresh) {
      const at = before.get(name(row));
      if (at !== undefined) {
        this.rows[at] = row;
      } else {
        this.rows.splice(++after, 0, row);
        this.total++;
      }
    }
    const kept = new Set(all.map(name));
    const current = this.rows[this.at];
    const gone = this.rows.filter((row) => row.story === story && !kept.has(name(row)));
    if (gone.length || fresh.some((row) => !before.has(name(row)))) {
      this.rows = this.rows.filter((row) => !gone.includes(row));
      this.total -= gone.length;
      this.at = Math.max(0, this.rows.indexOf(current));
      this.list.replaceChildren(...this.rows.map((row, at) => line(row, at)));
    } else {
      for (const row of fresh) {
        const at = before.get(name(row));
        this.list.children[at].replaceWith(line(row, at));
      }
    }
    this.list.children[this.at]?.setAttribute("aria-current", "true");
    this.showFound();
  }

  /** Mark the row of a record that was reached another way. */
  follow(story, item) {
    const at = this.rows.findIndex((row) => row.story === story && row.item === item);
    if (at < 0) return;
    this.list.querySelector("[aria-current]")?.removeAttribute("aria-current");
    this.at = at;
    this.list.children[at].setAttribute("aria-current", "true");
  }

  setChoices(choices) {
    for (const select of selects) {
      const value = this.first === undefined && select.dataset.filter === "state" ? "todo" : select.value;
      const options = [new Option(select.dataset.any, "")];
      if (select.dataset.filter === "state") options.push(new Option("to decide", "todo"));
      for (const choice of choices[select.dataset.filter]) options.push(new Option(`${choice.label} (${choice.n})`, choice.value));
      select.replaceChildren(...options);
      select.value = value;
      if (select.selectedIndex < 0) select.add(new Option(value.replaceAll("_", " "), value, true, true));
    }
  }

  showFound() {
    $("found").textContent = this.total === 1 ? "1 row" : `${this.total.toLocaleString("en")} rows, the most doubtful first`;
    $("filters-clear").hidden = Object.keys(this.query()).filter((key) => key !== "limit").length <= ($("filter-state").value === "todo" ? 1 : 0);
  }
}

const isOpen = (row) => ["open", "changed"].includes(row.state);
const name = (row) => `${row.story} ${row.item}`;

function line(row, at) {
  const element = document.createElement("li");
  element.dataset.at = String(at);
  const label = part("div", "label");
  const words = part("span", "", row.label);
  words.dir = "auto";
  const mark = row.state === "open" ? (row.confidence === null ? "" : row.confidence.toFixed(2)) : row.state;
  label.append(words, part("span", `mark ${row.state}`, mark));
  const what = [row.action, row.status].filter(Boolean).join(", ").replaceAll("_", " ");
  element.append(label, part("div", "line", what + (row.disputed ? " · disputed" : "")));
  const title = part("div", "line", row.title);
  title.dir = "auto";
  element.append(title);
  return element;
}

function part(tag, className, text = "") {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}

function empty(done) {
  const words = done ? "Everything is decided. `wireledger corpus export` makes gold of it." : "Nothing matches these filters.";
  return part("li", "empty", words);
}
