// What the pages do beyond links and forms; each of them can be read and corrected without it.
"use strict";

// A passage in the text and its line in the list show each other.
function light(keys) {
  for (const lit of document.querySelectorAll(".lit")) lit.classList.remove("lit");
  for (const key of keys) {
    document.getElementById(`item-${key}`)?.classList.add("lit");
    for (const part of document.querySelectorAll(".found")) {
      if (part.dataset.items.split(" ").includes(key)) part.classList.add("lit");
    }
  }
}

// Shows an item where it stands: on the picture of its page, or in the text.
let shown = [];

async function show(keys) {
  shown = keys;
  light(keys);
  if (!sheets || sheets.hidden) return;
  await turn(document.getElementById(`item-${keys.at(-1)}`)?.dataset.page);
  const box = frame.querySelector(".lit");
  if (box) reveal(box);
}

// On a telephone the picture stands in a frame over the list and moves in it, at a desk with the page.
function reveal(box) {
  const place = box.getBoundingClientRect();
  const around = frame.getBoundingClientRect();
  if (frame.scrollHeight > frame.clientHeight + 1) {
    frame.scrollTop += place.top - around.top - (around.height - place.height) / 2;
    frame.scrollLeft += place.left - around.left - Math.max(16, (around.width - place.width) / 2);
  } else if (place.top < 0 || place.bottom > innerHeight) {
    scrollBy(0, place.top - innerHeight / 3);
  }
}

// The pages as they were printed: each is a page of its own, of which the picture is shown here.
const sheets = document.getElementById("sheets");
const frame = document.getElementById("frame");
let turning = 0;

async function turn(number) {
  if (!number || number === frame.firstElementChild?.dataset.page) return;
  const now = ++turning;
  const told = document.getElementById("turning");
  told.textContent = told.dataset.waiting;
  try {
    const answer = await fetch(`${sheets.dataset.address}/${number}${location.search}`);
    const sheet = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("sheet");
    if (now !== turning) return; // another page was asked for meanwhile
    frame.replaceChildren(document.adoptNode(sheet));
    frame.scrollTo(0, 0);
    told.textContent = "";
    light(shown);
  } catch {
    told.textContent = told.dataset.failed;
  }
}

const VIEW = "crparse-view";

async function see(picture) {
  if (!sheets) return;
  sheets.hidden = !picture;
  document.querySelector(".reading-text").hidden = picture;
  document.getElementById("to-text").hidden = !picture;
  document.getElementById("to-sheets").hidden = picture;
  sessionStorage.setItem(VIEW, picture ? "picture" : "text");
  if (picture) await turn(frame.firstElementChild?.dataset.page ?? sheets.dataset.first);
  await show(shown);
}

if (sheets) {
  document.getElementById("to-sheets").addEventListener("click", (event) => {
    event.preventDefault();
    see(true);
  });
  document.getElementById("to-text").addEventListener("click", (event) => {
    event.preventDefault();
    see(false);
  });
  frame.addEventListener("click", (event) => {
    const to = event.target.closest("[data-turn]");
    // Its text lies over the boxes, so that it can be chosen.
    const under = document.elementsFromPoint(event.clientX, event.clientY).map((one) => one.closest(".found"));
    const part = String(getSelection()) ? null : under.find(Boolean);
    if (to) {
      event.preventDefault();
      turn(to.dataset.turn);
    } else if (part) {
      const item = document.getElementById(`item-${part.dataset.items}`);
      item?.querySelector("a").focus({ preventScroll: true });
      item?.scrollIntoView({ block: "nearest" });
      light([part.dataset.items]);
    }
  });
  document.querySelector(".items").addEventListener("click", (event) => {
    const link = event.target.closest("a.said");
    if (!link || sheets.hidden) return;
    event.preventDefault();
    show([link.closest(".item").dataset.key]);
  });
  // Who comes for a passage reads it first; who corrects has the page before him.
  see(!location.search && sessionStorage.getItem(VIEW) !== "text");
}

// Records count characters, a script counts units of which some characters take two.
const characters = (text) => Array.from(text).length;

// Where a place of the page is in the text of the record; null for a place beside it.
function offset(node, at) {
  if (node.nodeType !== Node.TEXT_NODE) {
    // Whole lines are chosen by what stands in them.
    const parts = [...node.querySelectorAll("[data-start]")];
    const inner = at === 0 ? parts[0]?.firstChild : parts.at(-1)?.lastChild;
    return inner?.nodeType === Node.TEXT_NODE ? offset(inner, at === 0 ? 0 : inner.length) : null;
  }
  const part = node.parentElement.closest("[data-start]");
  if (!part) return null;
  const before = document.createRange();
  before.selectNodeContents(part);
  before.setEnd(node, at);
  return Number(part.dataset.start) + characters(before.toString());
}

// What the record says between two of its places.
function passage(start, end) {
  const lines = [...document.querySelectorAll("#text .line")].map((line) => line.textContent);
  return Array.from(lines.join("\n")).slice(start, end).join("");
}

function choose(text) {
  const selection = getSelection();
  const add = document.getElementById("add");
  if (!add || !selection.rangeCount || selection.isCollapsed) return;
  const range = selection.getRangeAt(0);
  const ends = [range.startContainer, range.endContainer];
  const isOnPicture = Boolean(frame) && ends.every((end) => end.nodeType === Node.TEXT_NODE && frame.contains(end));
  if (!isOnPicture && !text.contains(range.commonAncestorContainer)) return;
  const places = [offset(range.startContainer, range.startOffset), offset(range.endContainer, range.endOffset)];
  const form = add.querySelector("form");
  const known = places.every((place) => place !== null);
  form.elements.quote.value = isOnPicture && known ? passage(...places) : String(selection);
  [form.elements.start.value, form.elements.end.value] = known ? places : ["", ""];
  add.open = true;
}

// Of the values that an item may have, only those of its kind are asked for.
function ask(form) {
  for (const value of form.querySelectorAll("[data-of]")) {
    value.hidden = value.dataset.of !== form.elements.field.value;
    for (const input of value.querySelectorAll("input, select, textarea")) input.disabled = value.hidden;
  }
}

const text = document.getElementById("text");
if (text) {
  text.addEventListener("click", (event) => {
    const part = event.target.closest(".found");
    if (!part || String(getSelection())) return;
    const keys = part.dataset.items.split(" ");
    light(keys);
    document.getElementById(`item-${keys[keys.length - 1]}`)?.scrollIntoView({ block: "nearest" });
  });
  document.addEventListener("selectionchange", () => choose(text));
  for (const item of document.querySelectorAll(".item")) {
    item.addEventListener("focusin", () => show([item.dataset.key]));
  }
}

const adding = document.querySelector("#add form");
if (adding) {
  ask(adding);
  adding.elements.field.addEventListener("change", () => ask(adding));
}

// A page that comes back after a correction goes on where it was.
const arrived = location.hash.startsWith("#item-") && document.getElementById(location.hash.slice(1));
if (arrived) arrived.querySelector("a").focus();

// A picture as PNG is drawn here, from its SVG: twice as large, so that it can be printed.
for (const button of document.querySelectorAll(".png")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const picture = new Image();
    picture.src = button.dataset.drawing;
    await picture.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [2 * picture.naturalWidth, 2 * picture.naturalHeight];
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const link = document.createElement("a");
    link.download = button.dataset.name;
    link.href = URL.createObjectURL(await new Promise((done) => canvas.toBlob(done, "image/png")));
    link.click();
    URL.revokeObjectURL(link.href);
  });
}

function step(by) {
  const items = [...document.querySelectorAll(".item")];
  const here = items.findIndex((item) => item.contains(document.activeElement));
  const next = items[here < 0 ? 0 : Math.min(Math.max(here + by, 0), items.length - 1)];
  next?.querySelector("a").focus();
  next?.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input, textarea, select");
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "j") step(1);
  else if (event.key === "k") step(-1);
  else if (sheets && event.key === "t") see(sheets.hidden);
  else if (sheets && !sheets.hidden && "hl".includes(event.key)) {
    frame.querySelector(event.key === "h" ? "[rel=prev]" : "[rel=next]")?.click();
  }
  else {
    const here = document.activeElement.closest(".item") ?? document;
    const scope = "aex".includes(event.key) ? here : document;
    if (scope === document && "aex".includes(event.key)) return;
    const wanted = [...scope.querySelectorAll("[data-key-hint]")].find((one) => one.dataset.keyHint === event.key);
    if (!wanted) return;
    wanted.click();
    wanted.closest("details")?.querySelector("input:not([type=hidden]), textarea, select")?.focus();
  }
  event.preventDefault();
});
