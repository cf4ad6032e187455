from tests.unit.domain.posting import LedgerInTest
def test_it(awarded: LedgerInTest, cli, prepared)->None:
    prepared("lived")
    print(cli.ok("history").out)
    assert 0
