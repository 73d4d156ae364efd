# make run    set up, build, and judge a real capture
# make test   set up, then every test, debug and release
# make help   the other targets

SWIFT ?= swift
# `make run CAPTURE=site.pcapng` judges another capture.
CAPTURE ?= Fixtures/captures/pyro5-private.pcapng

.PHONY: help setup build run test test-debug test-release test-user lint format bench docs conform vectors prove \
  fuzz fuzz-all coverage mutation clean

help:
	@echo "make run            set up, build, and judge a real capture (CAPTURE=FILE for another)"
	@echo "make test           set up, then every test, debug and release"
	@echo "make build          set up what building needs, and build the program (release)"
	@echo "make setup          install what is missing for building and testing"
	@echo "make docs           the manual of every module, into .build/docs"
	@echo "make bench          set up and run the benchmarks beside the peers"
	@echo "make prove          prove that decoding makes nothing but inert values"
	@echo "make conform        judge Pickleproof and the references with the vectors: spec/matrix.md"
	@echo "make vectors        make the vectors anew with the references"
	@echo "make fuzz           fuzz one target: TARGET=brine TIME=60 (seconds)"
	@echo "make fuzz-all       fuzz every target for TIME seconds each, sharing the cores"
	@echo "make coverage       which lines of the decoders no test reaches"
	@echo "make mutation       plant faults in the decoders and count what the tests notice (an hour; not in CI)"
	@echo "make lint           check the formatting; 'make format' mends it"
	@echo "make clean          remove what was built, not what was set up"

setup:
	@sh Tests/setup.sh

build:
	@sh Tests/setup.sh system
	$(SWIFT) build -c release --product pickleproof

# A finding is a result, not a failure of the run: 'check' ends with 1 when it finds something.
run: build
	@echo
	.build/release/pickleproof show $(CAPTURE) || test $$? -eq 1
	@echo
	.build/release/pickleproof check $(CAPTURE) || test $$? -eq 1

test: setup test-debug test-release test-user

test-debug:
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build

# Some tests look inside the modules, which a release build allows only when told.
test-release:
	$(SWIFT) build -c release --build-tests -Xswiftc -enable-testing
	$(SWIFT) test -c release --skip-build -Xswiftc -enable-testing

# A user's package that links one codec builds, runs, and has no Foundation in it.
test-user:
	sh Tests/user_package.sh

lint:
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests Benchmarks Fuzz

format:
	$(SWIFT) format --in-place --recursive --parallel Package.swift Sources Tests Benchmarks Fuzz

# Warnings of the manual, broken links among them, are errors.
docs:
	@sh Tests/setup.sh system
	sh spec/manual.sh

bench: setup
	sh Benchmarks/run.sh

prove: setup
	$(SWIFT) build --product pickleproof
	Tests/proof/run.sh .build/debug

# Anew: what is known of the references is looked at, and spec/matrix.md written.
conform: setup build
	Fixtures/testees/run.sh --output text --output markdown=spec/matrix.md --output html=.build/matrix.html

vectors: setup
	python3 Fixtures/generators/make_vectors.py

# The seeds are made of the fixtures; what is found is kept in Fuzz/Crashes and replayed by `make test`.
TARGET ?= brine
TIME ?= 60

fuzz:
	@sh Tests/setup.sh system
	Fuzz/fuzz.py build
	Fuzz/fuzz.py seeds
	Fuzz/fuzz.py run $(TARGET) --time $(TIME)

fuzz-all:
	@sh Tests/setup.sh system
	Fuzz/fuzz.py build
	Fuzz/fuzz.py seeds
	Fuzz/fuzz.py all --time $(TIME)

# Built apart, so that the ordinary builds stay.
coverage: setup
	Tests/coverage/coverage.py run

# COUNT faults, chosen by SEED. An interrupted run goes on where it stood.
SEED ?= 1
COUNT ?= 100

mutation: setup
	Tests/mutation/mutate.py run --seed $(SEED) --count $(COUNT)

clean:
	rm -rf .build Benchmarks/.build Fuzz/.build Fuzz/.build-* Fuzz/.work
