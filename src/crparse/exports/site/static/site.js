// What pages that stand on a disk do beyond links: search, find names, show the passage that is cited. Nothing
// can be fetched there, so what is searched comes in scripts (see shards.py), each loaded when it is needed.
"use strict";

const site = (() => {
  const root = document.currentScript.dataset.root.replace(/static$/, "");
  const given = new Map();
  const loading = new Map();

  // Loads a script once; what it hands over is kept under its name.
  function load(name) {
    if (!loading.has(name)) {
      loading.set(
        name,
        new Promise((resolve, reject) => {
          const script = document.createElement("script");
          script.src = `${root}search/${name}.js`;
          script.onload = () => (given.has(name) ? resolve(given.get(name)) : reject(new Error(name)));
          script.onerror = () => reject(new Error(name));
          document.head.append(script);
        }),
      );
    }
    return loading.get(name);
  }

  return {
    root,
    load,
    documents: (told) => given.set("documents", told),
    words: (name, entries) => given.set(`words/${name}`, new Map(entries.map(([form, ...told]) => [form, told]))),
    list: (number, packed) => given.set(`lists/${number}`, packed),
    text: (identity, passages) => given.set(`texts/${identity}`, passages),
    names: (kind, entries) => given.set(`names/${kind}`, entries),
  };
})();

// Words as the index has them: crparse.view.folding in Python.

const LIGATURES = { "œ": "oe", "æ": "ae", "ß": "ss" };
const WORD = /[\p{L}\p{N}]+/gu;

function folded(text) {
  const plain = Array.from(text, (sign) => {
    const first = Array.from(sign.normalize("NFKD"))[0].toLowerCase();
    return Array.from(first).length === 1 ? first : sign;
  }).join("");
  return plain.replace(/[œæß]/g, (sign) => LIGATURES[sign]);
}

const wordsOf = (text) => folded(text).match(WORD) ?? [];
const stemmer = typeof FrenchStemmer === "undefined" ? null : new FrenchStemmer();
const stemOf = (word) => folded(stemmer.stemWord(word.toLowerCase()));

function shardOf(form) {
  return Array.from(`${form}__`)
    .slice(0, 2)
    .map((sign) => (/[a-z0-9]/.test(sign) ? sign : "_"))
    .join("");
}

// The lists: numbers as their differences, seven bits a byte, in base 64.
function unpack(packed) {
  const bytes = atob(packed);
  const numbers = new Uint32Array(bytes.length);
  let count = 0;
  let last = -1;
  let value = 0;
  let shift = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes.charCodeAt(at);
    value += (byte & 127) * 2 ** shift;
    shift += 7;
    if (byte < 128) {
      last += value + 1;
      numbers[count++] = last;
      value = 0;
      shift = 0;
    }
  }
  return numbers.subarray(0, count);
}

async function listOf(told) {
  return unpack(typeof told === "number" ? await site.load(`lists/${told}`) : told);
}

function both(one, other) {
  const found = new Uint32Array(Math.min(one.length, other.length));
  let count = 0;
  for (let i = 0, j = 0; i < one.length && j < other.length; ) {
    if (one[i] < other[j]) i++;
    else if (one[i] > other[j]) j++;
    else {
      found[count++] = one[i++];
      j++;
    }
  }
  return found.subarray(0, count);
}

function either(lists) {
  if (lists.length === 0) return new Uint32Array(0);
  if (lists.length === 1) return lists[0];
  const all = new Uint32Array(lists.reduce((length, list) => length + list.length, 0));
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  all.sort();
  return all.filter((number, place) => place === 0 || number !== all[place - 1]);
}

function without(all, some) {
  let at = 0;
  return all.filter((number) => {
    while (at < some.length && some[at] < number) at++;
    return some[at] !== number;
  });
}

// What is asked for, word by word: as it was typed, and in its other forms.
const ASKED = /["«“](?<phrase>[^"»”]*)["»”]|(?<word>[^\s"«»“”]+)/g;

async function formsOf(word, shards) {
  const [plain] = wordsOf(word);
  const stems = new Set([stemOf(word)]);
  const own = shardOf(plain);
  if (plain === word.toLowerCase() && own in shards) {
    // Typed without accents, it may be one that has them, and ends otherwise for the stemmer.
    for (const known of shards[own].includes(own) ? ((await site.load(`words/${own}`)).get(plain)?.[0] ?? []) : []) {
      stems.add(known);
    }
  }
  const forms = new Set([plain]);
  for (const stem of stems) {
    for (const name of shards[shardOf(stem)] ?? []) {
      for (const [form, told] of await site.load(`words/${name}`)) if (told[0].includes(stem)) forms.add(form);
    }
  }
  return [...forms];
}

async function beginning(start, shards) {
  const key = shardOf(start);
  const names = Object.keys(shards).filter(
    (name) => shards[name].includes(name) && (start.length > 1 ? name === key : name[0] === key[0]),
  );
  const forms = [];
  for (const name of names) {
    for (const form of (await site.load(`words/${name}`)).keys()) if (form.startsWith(start)) forms.push(form);
  }
  return forms;
}

async function termsOf(words, shards) {
  const terms = [];
  for (const { groups } of words.matchAll(ASKED)) {
    const parts = wordsOf(groups.phrase ?? groups.word);
    if (!parts.length) continue;
    const before = parts.slice(0, -1);
    const last = parts.at(-1);
    const term = { before, exact: [last], forms: [last], begins: "", order: before.length > 0 };
    if (groups.word?.endsWith("*")) {
      term.begins = last;
      term.exact = term.forms = await beginning(last, shards);
    } else if (groups.word) {
      term.forms = await formsOf(groups.word.match(WORD).at(-1), shards);
    }
    terms.push(term);
  }
  return terms;
}

// The passages with all words; of phrases those in which the words stand anywhere: their order is read later.
async function passagesWith(terms, which, shards, isItem) {
  let found = null;
  for (const term of terms) {
    for (const forms of [...term.before.map((word) => [word]), term[which]]) {
      const lists = [];
      for (const form of forms) {
        const name = shardOf(form);
        if (!shards[name]?.includes(name)) continue;
        const told = (await site.load(`words/${name}`)).get(form)?.[isItem ? 2 : 1];
        if (told) lists.push(await listOf(told));
      }
      const some = either(lists);
      found = found === null ? some : both(found, some);
      if (!found.length) return found;
    }
  }
  return found;
}

// Whether a passage has the words of each phrase side by side.
function holds(text, terms) {
  const line = ` ${wordsOf(text).join(" ")} `;
  return terms.every(({ before, forms, begins, order }) => {
    if (!order) return true;
    const start = ` ${before.join(" ")} `;
    return begins ? line.includes(start + begins) : forms.some((form) => line.includes(`${start}${form} `));
  });
}

// The documents, and where the passages of each begin in the numbers that are counted through.
function laidOut({ documents, fields }) {
  let at = 0;
  const starts = new Uint32Array(documents.length + 1);
  const laid = documents.map(([id, title, body, date, sentences, ...counts], number) => {
    starts[number] = at;
    at += counts.reduce((sum, count) => sum + count, sentences);
    return { id, title, body, date, sentences, counts };
  });
  starts[documents.length] = at;

  function documentOf(passage) {
    let low = 0;
    let high = laid.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle] <= passage) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  // The field of a passage: its items follow the sentences, kind by kind.
  function fieldOf(passage, number) {
    let place = passage - starts[number] - laid[number].sentences;
    if (place < 0) return "text";
    return fields.find((_, kind) => (place -= laid[number].counts[kind]) < 0);
  }

  return { documents: laid, starts, documentOf, fieldOf };
}

async function asked(query, index, bodies) {
  const allowed = new Uint8Array(index.documents.length).fill(1);
  const body = query.body ? bodies.indexOf(query.body) : null;
  index.documents.forEach((document, number) => {
    const year = document.date ? Number(document.date.slice(0, 4)) : null;
    const isLeft =
      (body !== null && document.body !== body) ||
      (query.first && (year === null || year < Number(query.first))) ||
      (query.last && (year === null || year > Number(query.last)));
    if (isLeft) allowed[number] = 0;
  });
  for (const word of wordsOf(query.person)) {
    const named = new Uint8Array(index.documents.length);
    for (const [, name, , key, documents] of await site.load("names/people")) {
      if (` ${key || wordsOf(name).join(" ")} `.includes(` ${word} `)) for (const one of documents) named[one] = 1;
    }
    named.forEach((isNamed, number) => {
      if (!isNamed) allowed[number] = 0;
    });
  }
  return allowed;
}

// All passages that a query finds: as they were typed, then with other forms; within both the latest first.
async function search(query) {
  const { shards, bodies, ...told } = await site.load("documents");
  const index = laidOut(told);
  const terms = await termsOf(query.words, shards);
  if (query.words.trim() && !terms.length) return { index, terms, found: [] };
  const allowed = await asked(query, index, bodies);
  let found;
  if (terms.length) {
    const exact = await passagesWith(terms, "exact", shards, Boolean(query.field));
    const others = without(await passagesWith(terms, "forms", shards, Boolean(query.field)), exact);
    found = [exact, others];
  } else {
    found = [Uint32Array.from({ length: index.starts.at(-1) }, (_, number) => number)];
  }
  const kept = found.map((list) => {
    let number = 0;
    return list.filter((passage) => {
      while (index.starts[number + 1] <= passage) number++;
      if (!allowed[number]) return false;
      if (!query.field && terms.length) return true;
      return index.fieldOf(passage, number) === (query.field || "text");
    });
  });
  return { index, terms, found: [...kept[0], ...(kept[1] ?? [])] };
}

// One page of what was found, read in the texts. Of phrases every passage has to be read up to it.
async function readPage({ index, terms, found }, page, size) {
  const isPhrase = terms.some((term) => term.order);
  const hits = [];
  let skipped = isPhrase ? size * (page - 1) : 0;
  let at = isPhrase ? 0 : size * (page - 1);
  for (; at < found.length && hits.length < size; at++) {
    const passage = found[at];
    const number = index.documentOf(passage);
    const document = index.documents[number];
    const [start, end, pages, text] = (await site.load(`texts/${document.id}`))[passage - index.starts[number]];
    if (isPhrase && !holds(text, terms)) continue;
    if (skipped > 0) skipped--;
    else hits.push({ document, start, end, pages, text, field: index.fieldOf(passage, number) });
  }
  return { hits, isMore: at < found.length, isPhrase };
}

function* marked(text, terms) {
  let at = 0;
  for (const { 0: word, index } of text.matchAll(WORD)) {
    const [form] = wordsOf(word);
    const isAsked = terms.some(
      ({ before, forms, begins }) => before.includes(form) || forms.includes(form) || (begins && form?.startsWith(begins)),
    );
    if (!isAsked) continue;
    yield [text.slice(at, index), false];
    yield [word, true];
    at = index + word.length;
  }
  yield [text.slice(at), false];
}

function element(name, told, ...children) {
  const made = Object.assign(document.createElement(name), told);
  made.append(...children);
  return made;
}

const language = document.documentElement.lang;
const counted = (number) => new Intl.NumberFormat(language).format(number);
const isOne = (number) => new Intl.PluralRules(language).select(number) === "one";
const told = ({ dataset }, number) => (isOne(number) ? dataset.one : dataset.many).replace("#", counted(number));

function dayOf(date) {
  if (!date) return "";
  const style = { dateStyle: "long", timeZone: "UTC" };
  return new Intl.DateTimeFormat(language, style).format(new Date(`${date}T00:00:00Z`));
}

function hitLine({ document: one, start, end, pages, text, field }, terms, list) {
  const where = [dayOf(one.date)];
  if (pages.length === 2) where.push(list.dataset.either.replace("##", pages[1]).replace("#", pages[0]));
  else if (pages.length) where.push(list.dataset.page.replace("#", pages[0]));
  if (field !== "text") where.push(list.getAttribute(`data-field-${field.replace("_", "-")}`));
  const href = `${site.root}documents/${encodeURIComponent(one.id)}.html?at=${start}-${end}#cited`;
  const quote = element("blockquote", {});
  for (const [part, isAsked] of marked(text, terms)) quote.append(isAsked ? element("mark", {}, part) : part);
  return element(
    "li",
    {},
    element(
      "p",
      { className: "where" },
      element("a", { href }, one.title),
      " ",
      element("span", { className: "quiet" }, where.filter(Boolean).join(" · ")),
    ),
    quote,
    element("p", { className: "quiet" }, element("code", { className: "cite", title: list.dataset.cite }, `${one.id}:${start}-${end}`)),
  );
}

const FIELDS = ["words", "body", "first", "last", "person", "field"];

async function showSearch(list) {
  const parameters = new URLSearchParams(location.search);
  const query = Object.fromEntries(FIELDS.map((name) => [name, parameters.get(name) ?? ""]));
  const cited = /^\s*([0-9a-f]{16}(?:-\d+)?):(\d+)-(\d+)\s*$/.exec(query.words);
  if (cited) {
    location.replace(`${site.root}documents/${cited[1]}.html?at=${cited[2]}-${cited[3]}#cited`);
    return;
  }
  for (const name of FIELDS) {
    const input = document.querySelector(`.filters [name=${name}]`);
    if (input) input.value = query[name];
  }
  document.getElementById("find").value = query.words;
  if (![query.words, query.body, query.person, query.field].some((one) => one.trim())) return;
  document.querySelector("main > p.quiet")?.remove();
  const status = document.getElementById("told");
  status.hidden = false;
  status.textContent = status.dataset.waiting;
  list.ariaBusy = "true";
  const page = Math.max(1, Number.parseInt(parameters.get("page"), 10) || 1);
  const size = Number(list.dataset.pages);
  try {
    const result = await search(query);
    const { hits, isMore, isPhrase } = await readPage(result, page, size);
    const known = size * (page - 1) + hits.length;
    const total = isPhrase ? known : result.found.length;
    status.textContent =
      isPhrase && isMore ? status.dataset.least.replace("#", counted(total)) : told(status, total);
    list.start = size * (page - 1) + 1;
    list.replaceChildren(...hits.map((hit) => hitLine(hit, result.terms, list)));
    turnPages(parameters, page, isPhrase ? isMore : size * page < total);
  } catch (error) {
    status.textContent = `${status.dataset.failed} (${error.message})`;
  }
  list.ariaBusy = "false";
}

function turnPages(parameters, page, isMore) {
  const links = { before: [page - 1, page > 1], next: [page + 1, isMore] };
  for (const [id, [number, isThere]] of Object.entries(links)) {
    const link = document.getElementById(id);
    parameters.set("page", number);
    link.href = `?${parameters}`;
    link.hidden = !isThere;
  }
  document.getElementById("pager").hidden = page === 1 && !isMore;
}

// The names that hold the words asked for.
async function showNames(list) {
  const words = new URLSearchParams(location.search).get("words") ?? "";
  const asked = wordsOf(words);
  if (!asked.length) return;
  document.getElementById("words").value = words;
  const kind = list.dataset.kind;
  list.ariaBusy = "true";
  const found = (await site.load(`names/${kind}`)).filter(([, name, , key]) => {
    const line = ` ${key || wordsOf(name).join(" ")}`;
    return asked.every((word) => line.includes(` ${word}`));
  });
  const status = document.getElementById("told");
  status.textContent = told(status, found.length);
  list.replaceChildren(
    ...found.map(([id, name, count]) =>
      element(
        "li",
        {},
        element("a", { href: `${kind}/${encodeURIComponent(id)}.html` }, name),
        " ",
        element("span", { className: "quiet" }, told(list, count)),
      ),
    ),
  );
  document.querySelector(".pager")?.remove();
  list.ariaBusy = "false";
}

// The passage that a hit or a citation names is marked in the text.
function showCited(text) {
  const place = /^(\d+)-(\d+)$/.exec(new URLSearchParams(location.search).get("at") ?? "");
  if (!place) return;
  const [start, end] = place.slice(1).map(Number);
  for (const part of text.querySelectorAll("[data-start]")) {
    let at = Number(part.dataset.start);
    if (at >= end) break;
    for (const node of [...part.childNodes]) {
      const signs = Array.from(node.textContent);
      const from = Math.max(start - at, 0);
      const to = Math.min(end - at, signs.length);
      at += signs.length;
      if (node.nodeType !== Node.TEXT_NODE || from >= to) continue;
      const pieces = [signs.slice(0, from), signs.slice(from, to), signs.slice(to)].map((piece) => piece.join(""));
      node.replaceWith(pieces[0], element("mark", { className: "cited" }, pieces[1]), pieces[2]);
    }
  }
  const first = text.querySelector(".cited");
  if (!first) return;
  first.id = "cited";
  first.scrollIntoView({ block: "center" });
}

const hits = document.getElementById("hits");
const names = document.getElementById("names");
const read = document.querySelector(".text[data-document]");
if (hits) showSearch(hits);
if (names) showNames(names);
if (read) showCited(read);
