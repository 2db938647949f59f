// Offsets: the server counts code points, the browser UTF-16 units. Strings without astral characters, nearly all, are
// the same in both.

/** @param {string} text */
export function offsets(text) {
  if (!/[\ud800-\udbff]/.test(text)) return { toUnits: (at) => at, toPoints: (at) => at };
  const units = [];
  for (let at = 0; at < text.length; at += text.codePointAt(at) > 0xffff ? 2 : 1) units.push(at);
  units.push(text.length);
  return {
    toUnits: (at) => units[Math.min(at, units.length - 1)],
    toPoints: (at) => {
      let low = 0, high = units.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (units[middle] <= at) low = middle; else high = middle - 1;
      }
      return low;
    },
  };
}

/**
 * Fill `holder` with `text`, cut at the edges of marks. Text goes in as text nodes only: nothing in it is ever markup.
 * @param {HTMLElement} holder
 * @param {string} text
 * @param {{start: number, end: number, slot: string | null}[]} places in code points; a null slot is evidence
 */
export function fillText(holder, text, places) {
  const { toUnits } = offsets(text);
  const marks = places.map((p) => ({ ...p, start: toUnits(p.start), end: toUnits(p.end) })).filter((p) => p.start < p.end);
  const edges = [...new Set([0, text.length, ...marks.flatMap((m) => [m.start, m.end])])].sort((a, b) => a - b);
  const fragment = document.createDocumentFragment();
  for (let i = 0; i + 1 < edges.length; i++) {
    const [start, end] = [edges[i], edges[i + 1]];
    const here = marks.filter((m) => m.start <= start && end <= m.end);
    // Of nested marks the shortest is the most telling.
    const slots = here.filter((m) => m.slot).sort((a, b) => (a.end - a.start) - (b.end - b.start));
    let node = document.createTextNode(text.slice(start, end));
    if (slots.length) {
      const mark = document.createElement("mark");
      mark.className = slots[0].slot;
      mark.title = [...new Set(slots.map((m) => m.slot))].join(", ");
      mark.append(node);
      node = mark;
    }
    if (here.some((m) => !m.slot)) {
      const lit = document.createElement("span");
      lit.className = "lit";
      lit.append(node);
      node = lit;
    }
    fragment.append(node);
  }
  holder.replaceChildren(fragment);
}

/**
 * Return what is selected inside the story, in code points, or null.
 * @param {{field: "text" | "title", element: HTMLElement, text: string}[]} fields
 */
export function selected(fields) {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  for (const { field, element, text } of fields) {
    if (!element.contains(range.startContainer) || !element.contains(range.endContainer)) continue;
    const before = document.createRange();
    before.selectNodeContents(element);
    before.setEnd(range.startContainer, range.startOffset);
    const start = before.toString().length;
    const { toPoints } = offsets(text);
    const end = start + range.toString().length;
    if (text.slice(start, end).trim()) return { field, start: toPoints(start), end: toPoints(end) };
  }
  return null;
}
