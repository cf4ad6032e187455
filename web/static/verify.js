// Checks an entry of the log in the browser of whoever doubts the server.
//
// What is believed: the verifier key that you typed, and your browser. Everything the
// server says is checked against these: the signature of the checkpoint (C2SP
// signed-note and tlog-checkpoint, Ed25519), and the proof that the entry is in the log
// which that checkpoint is of (RFC 6962, section 2.1.1).
//
// This file uses nothing but the browser: WebCrypto, fetch, the page's own elements.

"use strict";

const SIGNED_BY_A_LOG = 0x01; // the only kind of signature that counts here

class Failed extends Error {
  constructor(reason, message) {
    super(message);
    this.reason = reason;
  }
}

function need(holds, why, ...values) {
  if (!holds) {
    throw new Failed(why, said(why, ...values));
  }
}

// The page has its sentences in its own language; {0} stands for a value.
function said(name, ...values) {
  const text = document.getElementById("texts").dataset[name] || name;
  return text.replace(/\{(\d)\}/g, (_, place) => String(values[Number(place)]));
}

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });

function bytesOfBase64(text) {
  need(/^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0, "badBase64");
  return Uint8Array.from(atob(text), (each) => each.charCodeAt(0));
}

function bytesOfHex(text) {
  need(typeof text === "string" && /^([0-9a-f]{2})*$/.test(text), "badHex");
  return Uint8Array.from(text.match(/../g) || [], (each) => parseInt(each, 16));
}

function hex(bytes) {
  return [...bytes].map((each) => each.toString(16).padStart(2, "0")).join("");
}

function same(one, other) {
  return one.length === other.length && one.every((each, n) => each === other[n]);
}

function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let place = 0;
  for (const part of parts) {
    whole.set(part, place);
    place += part.length;
  }
  return whole;
}

async function sha256(bytes) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

// A verifier key: NAME+KEYID+base64(type || public key). Its id must be its own.
async function readKey(text) {
  const match = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text.trim());
  need(match, "noKey");
  const [, name, id, material] = match;
  const bytes = bytesOfBase64(material);
  need(bytes.length === 33 && bytes[0] === SIGNED_BY_A_LOG, "noLogKey");
  const own = await sha256(joined(encoder.encode(`${name}\n`), bytes));
  need(hex(own.slice(0, 4)) === id, "keyIdDiffers");
  const key = await crypto.subtle.importKey(
    "raw", bytes.slice(1), { name: "Ed25519" }, false, ["verify"],
  );
  return { name, id, key };
}

// A signed note: text, an empty line, and lines of signatures.
async function checkSignature(note, key) {
  const end = note.lastIndexOf("\n\n");
  need(end > 0 && note.endsWith("\n"), "noNote");
  const text = note.slice(0, end + 1);
  const lines = note.slice(end + 2, -1).split("\n");
  let counted = 0;
  for (const line of lines) {
    const match = /^— (\S+) ([A-Za-z0-9+/=]+)$/.exec(line);
    need(match, "noNote");
    const [, name, value] = match;
    const bytes = bytesOfBase64(value);
    if (name !== key.name || hex(bytes.slice(0, 4)) !== key.id) {
      continue; // somebody else's: it says nothing to us
    }
    const holds = await crypto.subtle.verify(
      { name: "Ed25519" }, key.key, bytes.slice(4), encoder.encode(text),
    );
    need(holds, "badSignature");
    counted += 1;
  }
  need(counted === 1, "notSigned", key.name);
  return text;
}

// A checkpoint: origin, size, root, each a line. The origin is the key's own name.
function readCheckpoint(text, key) {
  const lines = text.split("\n");
  need(lines.length === 4 && lines[3] === "", "noCheckpoint");
  const [origin, size, root] = lines;
  need(origin === key.name, "otherLog", origin);
  need(/^(0|[1-9][0-9]{0,14})$/.test(size), "noCheckpoint");
  const bytes = bytesOfBase64(root);
  need(bytes.length === 32, "noCheckpoint");
  return { size: Number(size), root: bytes };
}

// RFC 6962, section 2.1: the hash of a leaf, and of two halves.
const leafHash = (leaf) => sha256(joined(Uint8Array.of(0), leaf));
const nodeHash = (left, right) => sha256(joined(Uint8Array.of(1), left, right));

// RFC 9162, section 2.1.3.2: the root that a leaf and the hashes beside it give.
async function rootOf(leaf, index, size, hashes) {
  need(index < size, "outsideLog");
  let place = index;
  let last = size - 1;
  let found = await leafHash(leaf);
  for (const hash of hashes) {
    need(last > 0, "badProof");
    if (place % 2 === 1 || place === last) {
      found = await nodeHash(hash, found);
      while (place % 2 === 0 && place !== 0) {
        place = Math.floor(place / 2);
        last = Math.floor(last / 2);
      }
    } else {
      found = await nodeHash(found, hash);
    }
    place = Math.floor(place / 2);
    last = Math.floor(last / 2);
  }
  need(last === 0, "badProof");
  return found;
}

// The leaf says which entry it is of: its second line.
function checkLeaf(leaf, entry) {
  const lines = leaf.split("\n");
  need(lines.length === 7 && lines[6] === "", "noLeaf");
  need(lines[0] === "zuidas/leaf/v1" && lines[1] === String(entry), "otherEntry");
  need(/^[0-9a-f]{64}$/.test(lines[5]), "noLeaf");
  return lines[5];
}

async function fetched(address, kind) {
  const answer = await fetch(address, { cache: "no-store", credentials: "omit" });
  if (!answer.ok) {
    const problem = await answer.json().catch(() => ({}));
    throw new Failed("refused", said("refused", problem.detail || answer.status));
  }
  return kind === "json" ? answer.json() : decoder.decode(await answer.arrayBuffer());
}

async function verified(entry, keyText) {
  const key = await readKey(keyText);
  const note = await fetched("/v1/log/checkpoint", "text");
  const checkpoint = readCheckpoint(await checkSignature(note, key), key);
  need(entry <= checkpoint.size, "notYet", entry, checkpoint.size);
  const proof = await fetched(`/v1/entries/${entry}/inclusion-proof`, "json");
  // The proof may be of a newer checkpoint than the one that was just fetched: then
  // that one counts, if it is signed too.
  let counts = checkpoint;
  if (proof.checkpoint !== null && proof.checkpoint !== note) {
    counts = readCheckpoint(await checkSignature(String(proof.checkpoint), key), key);
  }
  need(proof.entry === entry && proof.index === entry - 1, "otherEntry");
  need(proof.size === counts.size, "otherSize");
  need(typeof proof.leaf === "string" && Array.isArray(proof.hashes), "badProof");
  const digest = checkLeaf(proof.leaf, entry);
  const hashes = proof.hashes.map(bytesOfHex);
  need(hashes.every((each) => each.length === 32), "badProof");
  const root = await rootOf(
    encoder.encode(proof.leaf), proof.index, counts.size, hashes,
  );
  need(same(root, counts.root), "otherRoot");
  const leaf = hex(await leafHash(encoder.encode(proof.leaf)));
  return { size: counts.size, root: hex(counts.root), digest, leaf, name: key.name };
}

// What was typed, or is not signed yet: it says nothing of the server.
const NOT_CHECKED = [
  "noEntry", "noKey", "noLogKey", "keyIdDiffers", "notYet", "refused", "broken",
];
const MOODS = {
  true: ["ok", "✓"], false: ["error", "✕"], unknown: ["warning", "!"],
};

function made(name, class_, ...contents) {
  const found = document.createElement(name);
  if (class_) found.className = class_;
  found.append(...contents); // texts stay texts
  return found;
}

// One box, in the look of the other boxes of the pages: a mark, a title, paragraphs.
function tell(element, mood, title, ...contents) {
  const [kind, sign] = MOODS[mood];
  const mark = made("span", "alert__mark", sign);
  mark.setAttribute("aria-hidden", "true");
  const paragraphs = contents.map((each) => made("div", "utrecht-paragraph", each));
  const whole = made(
    "div", "utrecht-alert__content", made("p", "alert__title", title), ...paragraphs,
  );
  element.dataset.verified = mood === "true" ? "true" : "false";
  element.className = `utrecht-alert utrecht-alert--${kind} verdict`;
  element.replaceChildren(mark, whole);
}

function facts(entry, found) {
  const rows = [
    [said("entryName"), `#${entry}`],
    [said("placeName"), String(entry - 1)],
    [said("leafName"), found.leaf],
    [said("digestName"), found.digest],
    [said("sizeName"), String(found.size)],
    [said("rootName"), found.root],
    [said("keyName"), found.name],
  ];
  const list = rows.map(([name, value]) => made(
    "div", "facts__fact", made("dt", "", name), made("dd", "hash", value),
  ));
  return made("dl", "facts", ...list);
}

async function check(event) {
  event.preventDefault();
  const form = event.target;
  const result = document.getElementById("result");
  delete result.dataset.verified;
  result.className = "verdict";
  result.textContent = said("working");
  const entry = Number(form.elements.entry.value.trim().replace(/^#/, ""));
  try {
    need(Number.isSafeInteger(entry) && entry >= 1, "noEntry");
    const found = await verified(entry, form.elements.vkey.value);
    tell(
      result, "true", said("verified", entry, found.size), facts(entry, found),
      said("notContent"),
    );
  } catch (error) {
    const name = error instanceof Failed ? error.reason : "broken";
    const why = error instanceof Failed ? error.message : said("broken", error.message);
    if (NOT_CHECKED.includes(name)) {
      tell(result, "unknown", said("notChecked"), why);
    } else {
      tell(result, "false", said("notVerified"), why, said("whatToDo"));
    }
  }
}

document.getElementById("verify").addEventListener("submit", check);
