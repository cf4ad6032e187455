"""Drawing frameworks to adopt: the newest one with a few changes, some not allowed."""

import copy
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from tests.property.draw_grants import GrantCommands
from tests.property.partnerships import Fields

Mapping = dict[str, Any]
NEWCOMERS = ("assen", "Norg", "rolde")
NEW_PROGRAMMES = ("X1", "New", "b-9")
KINDS = ("municipality", "municipality", "province", "water-board", "other")
FLOORS = ("0.00", "-100.00", "500.00", "-5000.00")


class AdoptionCommands(GrantCommands):
    """A herijking: who takes part, in what, for how much and until when."""

    def _adopt_framework(self, fields: Fields) -> None:
        found = copy.deepcopy(self.newest())
        for _ in range(self.pick((1, 2, 3))):
            self.pick(self._changes())(found)
        if self.planned is not None and self.one_in(2):
            self._end_programme(found, self.planned[1])
        self._mend_keys(found)
        if self.one_in(5):
            self.pick(self._mistakes())(found)
        fields |= {"framework": found, "date": self._adopted_on()}
        fields["decision"] = self.decision()
        if self.one_in(4):
            fields["reason"] = self.text()
        if self.one_in(3):
            fields["contributions"] = self.pick([*found["keys"], "no-such-key"])

    def newest(self) -> Mapping:
        """The mapping adopted last, else that of entry 1."""
        adopted = [e.data["framework"] for e in self.model.entries if e.framework]
        last: Mapping = adopted[-1] if adopted else self.mapping
        return last

    def _adopted_on(self) -> str:
        """Mostly not before the newest adoption, often on its day."""
        dates = [e.date for e in self.books.adoptions]
        if not dates or self.one_in(8):
            return self.day()
        newest = dates[-1].isoformat()
        return newest if self.one_in(4) else max(newest, self.day())

    # -- what may change ----------------------------------------------------

    def _changes(self) -> tuple[Callable[[Mapping], object], ...]:
        return (
            *(self._leave, self._leave, self._join, self._join, self._reorder),
            *(self._end, self._end, self._begin, self._begin, self._rename),
            *(self._keys, self._money, self._money, self._floor, self._floor),
            *(self._lists, self._later_years, self._later_years, self._of_a_kind),
            self._organisation,
        )

    def _leave(self, fw: Mapping) -> None:
        if len(fw["partners"]) > 1:
            gone = fw["partners"].pop(self.rng.randrange(len(fw["partners"])))
            for programme in fw["programmes"]:
                leads = programme.get("leads", [])
                programme["leads"] = [c for c in leads if c != gone["code"]]

    def _join(self, fw: Mapping) -> None:
        there = [row["code"] for row in fw["partners"]]
        new = [c for c in (*NEWCOMERS, *self.books.partners) if c not in there]
        if new:
            place = self.rng.randrange(len(there) + 1)
            row = {"code": self.pick(new), "name": "New", "kind": self.pick(KINDS)}
            fw["partners"].insert(place, {**row, "inhabitants": 5})

    def _of_a_kind(self, fw: Mapping) -> None:
        self.pick(fw["partners"])["kind"] = self.pick(KINDS)

    def _end(self, fw: Mapping) -> None:
        self._end_programme(fw, self.pick(fw["programmes"])["code"])

    def _end_programme(self, fw: Mapping, code: str) -> None:
        rest = [row for row in fw["programmes"] if row["code"] != code]
        fw["programmes"] = rest or fw["programmes"]

    def _begin(self, fw: Mapping) -> None:
        there = [row["code"] for row in fw["programmes"]]
        new = [c for c in (*NEW_PROGRAMMES, *self.books.programmes) if c not in there]
        if new:
            place = self.rng.randrange(len(there) + 1)
            fw["programmes"].insert(place, {"code": self.pick(new), "name": "New"})

    def _rename(self, fw: Mapping) -> None:
        fw["title"] = self.pick(("Another title", "Its second term"))
        row = self.pick(fw[self.pick(("partners", "programmes"))])
        row["name"] = self.pick(("Renamed", "Café"))

    def _reorder(self, fw: Mapping) -> None:
        name = self.pick(("partners", "programmes", "categories", "priority_themes"))
        fw[name] = fw[name][::-1]

    def _keys(self, fw: Mapping) -> None:
        """Another one, first or last; now and then one less."""
        names = list(fw["keys"])
        if len(names) > 1 and self.one_in(2):
            del fw["keys"][self.pick(names)]
        source = {"source": "made up", "method": "amounts", "amounts": {}}
        new = {self.pick(("k-1", "k-2", "published")): source}
        fw["keys"] = {**fw["keys"], **new} if self.one_in(2) else {**new, **fw["keys"]}

    def _mend_keys(self, fw: Mapping) -> None:
        """Each names every partner; shares only where there are inhabitants."""
        partners = [row["code"] for row in fw["partners"]]
        for key in fw["keys"].values():
            key.pop("percentages", None)
            if key["method"] == "shares":
                fixed = key.get("fixed", {}).items()
                key["fixed"] = {c: share for c, share in fixed if c in partners}
                rest = [r for r in fw["partners"] if r["code"] not in key["fixed"]]
                if rest and all(row.get("inhabitants") for row in rest):
                    continue
                del key["fixed"]
                key |= {"method": "amounts", "amounts": {}}
            known = key["amounts"]
            due = {c: known.get(c) or self.pick(("1000.00", "0.00")) for c in partners}
            key["amounts"] = due

    def _money(self, fw: Mapping) -> None:
        """A budget and a process ceiling within it, or another term of payment."""
        budget = self.fw.annual_budget
        cents = self.pick((budget, budget // 2, budget + 1, 2 * budget))
        fw["annual_budget"] = f"{cents // 100}.{cents % 100:02d}"
        fw["process_ceiling"] = self.pick(("0.00", "500", f"{cents // 1000}.00"))
        fw["payment_term_days"] = self.pick((0, 14, 60))

    def _floor(self, fw: Mapping) -> None:
        fw.pop("current_account_floor", None)
        if not self.one_in(3):
            fw["current_account_floor"] = self.pick(FLOORS)

    def _lists(self, fw: Mapping) -> None:
        own = ("VAT", "rent", "interest")
        fw["categories"] = [code for code in own if self.one_in(2)]
        kinds = ("meetings", "room", "travel")
        fw["process_cost_kinds"] = [kind for kind in kinds if not self.one_in(3)]
        if self.one_in(4):
            del fw["process_cost_kinds"]
        themes = fw["priority_themes"]
        fw["priority_themes"] = themes[1:] or ["water"]

    def _organisation(self, fw: Mapping) -> None:
        """Who writes, and in which language; now and then not as it must be."""
        said = {"name": "N", "rsin": "123456782", "iban": "NL05 ZLBK 2011 0801 00"}
        said |= {"rsin": "123456783"} if self.one_in(6) else {}
        fw["organisation"] = {n: x for n, x in said.items() if not self.one_in(3)}
        fw["language"] = self.pick(("nl", "en", "nl", "en", "nl", "fy"))
        if self.one_in(3):
            del fw["language"]

    def _later_years(self, fw: Mapping) -> None:
        """One more, or the last one shorter, or left out."""
        last = fw["years"][-1]
        first, end = (date.fromisoformat(last[name]) for name in ("start", "end"))
        how = self.rng.randrange(3)
        if how == 0:
            begins = (end + timedelta(1)).isoformat()
            ends = (end + timedelta(365)).isoformat()
            code = f"N{len(fw['years']) + 1}"
            fw["years"].append({"code": code, "start": begins, "end": ends})
        elif how == 1:
            last["end"] = max(first, end - timedelta(31)).isoformat()
        elif len(fw["years"]) > 1:
            fw["years"].pop()

    # -- what may not ---------------------------------------------------------

    def _mistakes(self) -> tuple[Callable[[Mapping], object], ...]:
        first = (date.fromisoformat(self.mapping["start"]) + timedelta(1)).isoformat()
        return (
            lambda fw: fw.update(name="another"),
            lambda fw: fw.update(start=first),
            lambda fw: fw.update(time_zone="Europe/Rome"),
            lambda fw: fw["years"][0].update(end=fw["years"][0]["start"]),
            lambda fw: fw["years"].pop(0),
            lambda fw: fw["years"][0].update(code="elsewhere"),
            lambda fw: self._another_case(fw, "programmes"),
            lambda fw: self._another_case(fw, "partners"),
            lambda fw: fw["partners"][0].update(kind="village"),
            lambda fw: fw["programmes"].append(fw["programmes"][0]),
            lambda fw: fw.update(annual_budget="1.00", process_ceiling="1.01"),
            lambda fw: fw.update(annual_budget=5),
            lambda fw: fw.update(colour="red"),
            lambda fw: fw.update(language="NL"),
            lambda fw: fw.update(organisation={"iban": "NL00ZLBK2011080100"}),
            lambda fw: fw.pop("title"),
            lambda fw: fw.update(keys={}),
            lambda fw: fw.update(partners=[]),
        )

    def _another_case(self, fw: Mapping, kind: str) -> None:
        row = self.pick(fw[kind])
        row["code"] = row["code"].swapcase()
        for programme in fw["programmes"]:
            programme.pop("leads", None)
        self._mend_keys(fw)
