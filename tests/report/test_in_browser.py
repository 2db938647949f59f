"""The report opens in a browser that has no network, and asks for nothing."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "review"))

from browser import needs_chromium, open_browser
from invented import ELEVEN, penalty

from wireledger.report import write_report

pytestmark = needs_chromium


def test_the_report_opens_without_a_network(tmp_path):
    write_report(tmp_path / "report.html", [penalty(amount=ELEVEN)], {"stories seen": 7}, title="run")
    with open_browser(tmp_path / "profile") as driver:
        driver.execute_cdp_cmd("Network.enable", {})
        offline = {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0}
        driver.execute_cdp_cmd("Network.emulateNetworkConditions", offline)
        driver.get((tmp_path / "report.html").as_uri())
        assert driver.execute_script("return document.querySelectorAll('svg .bar').length") > 4
        assert driver.execute_script("return performance.getEntriesByType('resource').length") == 0
        assert driver.execute_script("return document.documentElement.scrollWidth <= innerWidth")
        assert driver.get_log("browser") == []
