// The page: takes a bundle by file, drop or paste, has it checked here, and shows every check in the reader's language.

const KEPT = "orepass-anchors";
const TAKEN_MAX = 4_000_000;
const told = JSON.parse(document.getElementById("told").textContent);
const at = (id) => document.getElementById(id);
const translated = (text) => told.texts[brief(text)] ?? text;
const PARTS = ["answers", "bundle", "bytes", "dates", "frames", "proofs", "verify"];
const verifier = async () =>
  Object.fromEntries(await Promise.all(PARTS.map(async (part) => [part, await import(`./${part}.js`)])));

let ownAnchors = null;
let schema = null;
let last = null;

at("check").hidden = false;
at("check").addEventListener("submit", (event) => {
  event.preventDefault();
  begin();
});
at("file").addEventListener("change", () => begin());
at("trust").addEventListener("change", takeTrust);
at("forget").addEventListener("click", () => {
  localStorage.removeItem(KEPT);
  showAnchors();
});
for (const kind of ["dragover", "drop"])
  at("check").addEventListener(kind, (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    if (kind === "drop") {
      at("file").files = event.dataTransfer.files;
      begin();
    }
  });

async function begin() {
  const texts = [];
  const files = [...at("file").files];
  if (files.reduce((sum, file) => sum + file.size, at("text").value.length) > TAKEN_MAX) return refuse(told.words.large);
  for (const file of files) {
    const text = await textOf(file);
    if (text === null) return;
    texts.push(text.replace(/^\ufeff/, ""));
  }
  if (at("text").value.trim()) texts.push(at("text").value);
  if (!texts.length) return refuse(told.words.nothing);
  const named = at("when").value;
  last = texts.join("\n");
  await check(named ? Date.parse(`${named}Z`) : Date.now());
}

/** Read a file as UTF-8; what is none is refused, as the server refuses it, and not mended. */
async function textOf(file) {
  const { answers, bytes } = await verifier();
  const text = bytes.fromUtf8(new Uint8Array(await file.arrayBuffer()));
  if (text === null) refuse(answers.tell(new answers.BadDocument("it is not UTF-8"), translated));
  return text;
}

async function check(moment) {
  if (!globalThis.crypto?.subtle) return refuse(told.words.insecure);
  say(told.words.checking);
  const { answers, bundle, dates, frames, proofs, verify } = await verifier();
  try {
    const text = frames.isFrames(last) ? await frames.joined(last) : last;
    let anchors = await bundle.readAnchors(await own());
    const kept = localStorage.getItem(KEPT);
    if (kept) anchors = bundle.joined(anchors, await bundle.readAnchors(kept));
    const found = await verify.verifyBundle(text, anchors, moment, await described());
    const about = { issuer: proofs.issuerOf(found.credential), made: dates.instant(found.madeAt).ms };
    show({ ...found, ...about }, moment, answers.tell);
  } catch (bad) {
    if (!bad.said) throw bad;
    refuse(answers.tell(bad, translated), bad.where);
  }
}

/** What the page's own server relies upon, as it was when the network was last there. */
async function own() {
  ownAnchors ??= fetch(told.anchors)
    .then((answer) => (answer.ok ? answer.text() : told.nobody))
    .catch(() => told.nobody);
  return ownAnchors;
}

/** The schema of UNTP credentials, as the server writes it of its own models; without it only the frame is checked. */
async function described() {
  schema ??= fetch(told.schema)
    .then((answer) => (answer.ok ? answer.json() : null))
    .catch(() => null);
  return schema;
}

function show(found, moment, tell) {
  const result = at("result").content.cloneNode(true);
  const put = (name, text) => {
    const place = result.querySelector(`[data-at="${name}"]`);
    if (text) place.textContent = text;
    else place.closest("div").remove();
  };
  result.querySelector('[data-at="verdict"]').append(mark(`verdict-${found.verified}`));
  const { credential } = found;
  put("name", plain(credential.name));
  put("type", (Array.isArray(credential.type) ? credential.type : []).filter((one) => one !== "VerifiableCredential").join(", "));
  put("issuer", [plain(credential.issuer?.name), found.issuer].filter(Boolean).join(" · "));
  put("made", found.madeAt);
  put("moment", new Date(moment).toISOString().replace(/\.\d+Z$/, "Z"));
  const list = result.querySelector('[data-at="checks"]');
  for (const one of found.checks) {
    const row = at("one").content.cloneNode(true);
    row.querySelector('[data-at="mark"]').append(mark(one.result));
    row.querySelector('[data-at="name"]').textContent = told.names[one.name] ?? one.name;
    row.querySelector('[data-at="said"]').textContent = tell(one, translated);
    row.querySelector('[data-at="code"]').textContent = told.codes[brief(one.template)];
    row.firstElementChild.dataset.check = `${one.name} ${one.result}`;
    list.append(row);
  }
  const again = result.querySelector("button");
  if (Math.abs(found.made - moment) < 1000) again.remove();
  else again.addEventListener("click", () => check(found.made));
  at("answer").replaceChildren(result);
  at("answer").querySelector("h2").focus();
  showAnchors();
}

/** Return the number by which the server names a sentence in its tables of texts and codes: whole ones would weigh more. */
function brief(sentence) {
  let sum = 0;
  for (const letter of sentence) sum = (sum * 31 + letter.codePointAt(0)) % 2 ** 20;
  return sum.toString(16);
}

const plain = (value) => (typeof value === "string" ? value : (value?.["@value"] ?? ""));
const mark = (kind) => at(`mark-${kind}`).content.cloneNode(true);

function refuse(text, where) {
  const notice = at("refused").content.cloneNode(true);
  notice.querySelector("p").textContent = where ? `${text} (${where})` : text;
  at("answer").replaceChildren(notice);
}

function say(text) {
  const line = document.createElement("p");
  line.textContent = text;
  at("answer").replaceChildren(line);
}

async function takeTrust() {
  const [file] = at("trust").files;
  if (!file) return;
  const { answers, bundle } = await verifier();
  const text = await textOf(file);
  if (text === null) return;
  try {
    await bundle.readAnchors(text);
    localStorage.setItem(KEPT, text);
    showAnchors();
  } catch (bad) {
    if (!bad.said) throw bad;
    refuse(answers.tell(bad, translated));
  }
}

/** Name whom this page relies upon: its own server's issuers and logs, then those that the reader added. */
async function showAnchors() {
  const kept = localStorage.getItem(KEPT);
  at("forget").hidden = kept === null;
  const names = [await own(), kept ?? told.nobody].map((text) => JSON.parse(text)).flatMap(({ issuers = [], logs = [] }) => [
    ...issuers.map((one) => one.did),
    ...logs.map((one) => one.key.split("+")[0]),
  ]);
  at("relied").replaceChildren(
    ...[...new Set(names)].map((name) => {
      const item = document.createElement("li");
      item.textContent = name;
      return item;
    }),
  );
}

showAnchors();
if (!globalThis.crypto?.subtle) refuse(told.words.insecure);
if ("serviceWorker" in navigator)
  navigator.serviceWorker
    .register(told.worker, { scope: told.scope })
    .then(() => navigator.serviceWorker.ready)
    .then(() => {
      at("kept").hidden = false;
    })
    .catch(() => {});
