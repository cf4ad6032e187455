"""What stands before the service in `deploy/` lets through what the service takes."""

import re

from tests.functional.program import ROOT
from web import uploads
from web.api.bodies import LONGEST

PROXY = (ROOT / "deploy/nginx.conf").read_text(encoding="utf-8")


def test_the_proxy_lets_through_what_the_service_takes() -> None:
    found = re.search(r"client_max_body_size (\d+)m;", PROXY)
    assert found is not None
    assert int(found[1]) * 1_048_576 >= max(uploads.MOST_BYTES, *LONGEST.values())


def test_the_proxy_says_itself_who_asks() -> None:
    said = dict(re.findall(r"proxy_set_header (\S+) +(\S+);", PROXY))
    assert said["X-Forwarded-For"] == "$remote_addr"
    assert said["X-Forwarded-Proto"] == "$scheme"
    assert said["Forwarded"] == '""'
