"""The page on which the auditor's own browser checks an entry of the log."""

from web.pages.assets import address
from web.pages.components.texts import Code, Unfold
from web.pages.markup import Content, element, joined
from web.pages.site import Page, Shown
from web.pages.visit import Visit


def verify(visit: Visit) -> Shown:
    """A form that is checked here by a script that anybody can read."""
    say = visit.say
    contents: list[Content] = [
        _paragraph(
            say(
                "Your browser fetches the signed checkpoint of the log and the proof of"
                " an entry, and checks both itself: the signature by the key that you"
                " kept, and the hashes from the entry to the root."
            )
        ),
        _paragraph(
            say(
                "The script of this page came from this server too. To check without"
                " it: zuidas audit verify-proof on a machine of your own, with the"
                " proof and the key (docs/verify-without-us.md)."
            )
        ),
        element(
            "form",
            _field("entry", say("Number of the entry"), visit.asked.given.get("entry")),
            _field("vkey", say("Verifier key, as you kept it"), None),
            element(
                *("button", say("Check")),
                class_="utrecht-button utrecht-button--primary-action",
                type="submit",
            ),
            id="verify",
            class_="form",
        ),
        element("div", "", id="result", class_="verdict", role="status"),
        element(
            "noscript",
            _paragraph(
                say(
                    "This check needs JavaScript; without it,"
                    " zuidas audit verify-proof does the same."
                )
            ),
        ),
        Unfold(
            say("The server's own word"),
            joined(
                (
                    _paragraph(
                        say("What the server says of itself; it proves nothing.")
                    ),
                    _paragraph(
                        say("{size} entries, root", size=visit.view.last_entry),
                        " ",
                        Code(visit.root),
                    ),
                )
            ),
        ),
        _texts(visit),
    ]
    return Shown(
        "page.html",
        say("Verify an entry"),
        {"contents": contents},
        scripts=[address("verify.js")],
    )


def _paragraph(*contents: Content) -> Content:
    return element("p", *contents, class_="utrecht-paragraph")


def _field(name: str, label: str, value: str | None) -> Content:
    return element(
        "div",
        element("label", label, class_="utrecht-form-label", for_=name),
        element(
            "input",
            class_="utrecht-textbox utrecht-textbox--html-input",
            id=name,
            name=name,
            type="text",
            value=value or "",
            autocomplete="off",
            spellcheck="false",
            required=True,
        ),
        class_="utrecht-form-field",
    )


def _texts(visit: Visit) -> Content:
    """What the script says, in the visitor's language; {0} stands for a value."""
    return element("span", id="texts", hidden=True, **_said(visit))


def _said(visit: Visit) -> dict[str, str]:
    say = visit.say
    found = {
        "working": say("Checking…"),
        "verified": say("Verified: entry {0} is in the signed log of {1} entries."),
        "notContent": say(
            "What the entry says (date, amount, payee) is not sent along, so it is not"
            " proved here: its SHA-256 is. Compare the leaf hash with that on the"
            " entry's page, or check the whole content with an audit bundle"
            " (docs/verify-without-us.md)."
        ),
        "notVerified": say("Not verified: do not rely on this entry"),
        "notChecked": say("Nothing was checked yet"),
        "whatToDo": say(
            "Compare the key with the one that was kept, and check again. If it stays"
            " so, keep this answer and the proof, and tell the administrator and the"
            " accountant: the log was changed, or this is another ledger."
        ),
        "entryName": say("Entry"),
        "placeName": say("Place in the log"),
        "leafName": say("Leaf hash"),
        "digestName": say("SHA-256 of what is stored"),
        "sizeName": say("Entries in the log"),
        "rootName": say("Root, signed"),
        "keyName": say("Signed by the key of"),
        "badBase64": say("something that should be base64 is not."),
        "badHex": say("something that should be hexadecimal is not."),
        "noKey": say("that is no verifier key (name+id+base64)."),
        "noLogKey": say("that is no key of a log."),
        "keyIdDiffers": say("the key's id is not its own: it was mistyped."),
        "noNote": say("the checkpoint is no signed note."),
        "badSignature": say("the signature of the checkpoint is false."),
        "notSigned": say("the checkpoint is not signed by the key of {0}."),
        "noCheckpoint": say("the note is no checkpoint."),
        "otherLog": say("the checkpoint is of another log, {0}."),
        "notYet": say(
            "entry {0} is newer than the last checkpoint, of {1} entries; try again in"
            " a minute."
        ),
        "otherEntry": say("the server gave the proof of another entry."),
        "otherSize": say("the proof is of another size than the checkpoint."),
        "outsideLog": say("the entry is outside the log."),
        "badProof": say("the proof is not one."),
        "noLeaf": say("the leaf is not one of this log."),
        "otherRoot": say(
            "the hashes lead to another root than the one that was signed: the entry is"
            " not in that log."
        ),
        "noEntry": say("give the number of an entry."),
        "refused": say("the server refused: {0}"),
        "broken": say("the browser could not do it: {0}"),
    }
    return {f"data_{_kebab(name)}": text for name, text in found.items()}


def _kebab(name: str) -> str:
    """`badBase64` as the attribute that scripts read under that name."""
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name)


PAGES = (Page("verify", "/verify", verify),)
