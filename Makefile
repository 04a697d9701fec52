# Polascope's chores: `make help` lists them.

PREFIX ?= /usr/local
ARGS ?=
DESTDIR ?=

# Debian packages: to build, to test.
BUILD_PACKAGES := git libmd-dev libncurses-dev libpng-dev libturbojpeg0-dev libwebp-dev libxxhash-dev libzip-dev \
  zlib1g-dev
TEST_PACKAGES := ncurses-bin ncurses-term parallel qemu-user tmux
# To make a Debian package, and to check it in a bare system.
DEB_PACKAGES := dpkg-dev binutils
CHECK_DEB_PACKAGES := lintian mmdebstrap
# And to measure the twins on their test scenes.
SAMPLES_PACKAGES := dataset-fashion-mnist python3-numpy python3-pil

# A build for a terminal has other options than one for a pipe, and builds everything again.
PLAIN := --no-color-diagnostics

# The program that is run, installed and shipped carries the Swift runtime and, where the system has
# them as archives, the C libraries: it runs where there is no Swift. Libraries without an archive
# (libzip) are found in ../lib first, where `make dist` puts them.
ARCHIVES := libmd.a libncursesw.a libpng.a libstdc++.a libtinfo.a libturbojpeg.a libwebp.a libxxhash.a libz.a
ARCHIVE_FOLDER := .build/archives
SHIPPED := -c release --product polascope --static-swift-stdlib $(PLAIN) \
  -Xlinker -L$(CURDIR)/$(ARCHIVE_FOLDER) -Xlinker -lz -Xswiftc -Xclang-linker -Xswiftc -static-libgcc \
  -Xlinker --disable-new-dtags -Xlinker -rpath -Xlinker '$$ORIGIN/../lib'
PROGRAM := .build/release/polascope
# In a Debian package the program uses the system's libraries.
PACKAGED := -c release --product polascope --scratch-path .build/package --static-swift-stdlib $(PLAIN)

# The manual pages and completions, as they lie under share/, and the tool of swift-argument-parser for the pages.
DOCUMENTS := .build/documents
MANUAL_TOOL := .build/manual/release/generate-manual

# What lint and test build, once for both: optimized, warnings are errors.
CHECKED := -c release --scratch-path .build/checked $(PLAIN) -Xswiftc -enable-testing \
  -Xswiftc -warnings-as-errors -Xcc -Werror=all
SOURCES := Package.swift Sources Tests samples/Samples.swift
# Whose files may not need each other in large circles.
ROOMS := Attention AttentionMaps Bundles Checkpoints Compute Figures Files Imaging Reports Session TerminalUI Viewer VisionModels polascope

# The program that fuzzes: the libraries instrumented for libFuzzer, which comes with the toolchain.
SECONDS ?= 60
PARSERS ?=
FUZZ_FOLDER := .build/fuzz
LIBFUZZER = $(shell swiftc -print-target-info | sed -n 's/.*"runtimeResourcePath": "\(.*\)".*/\1/p')/clang/lib/linux/libclang_rt.fuzzer_no_main-$(shell uname -m).a
LINK_LIBFUZZER = -Xlinker -u -Xlinker LLVMFuzzerRunDriver -Xlinker $(LIBFUZZER) -Xlinker -lstdc++
FUZZED = -c release --product Fuzz -Xswiftc -Xfrontend -Xswiftc -sanitize=fuzzer $(LINK_LIBFUZZER)

# The tests under a sanitizer; memory that is left at the end of a test is no fault. The fuzzers run under the first.
ADDRESS := -c release --scratch-path .build/asan --sanitize=address -Xswiftc -enable-testing \
  -Xswiftc -sanitize-coverage=edge,trace-cmp,inline-8bit-counters,pc-table
THREAD := -c release --scratch-path .build/tsan --sanitize=thread -Xswiftc -enable-testing
UNIT_TESTS := --skip-build --disable-xctest --skip EndToEndTests
COVERAGE := -c release --scratch-path .build/coverage --enable-code-coverage -Xswiftc -enable-testing

VERSION := $(shell sed -n 's/.*let version = "\(.*\)"/\1/p' Sources/Session/Release.swift)
DIST := dist/polascope-$(VERSION)-linux-$(shell uname -m)
PICTURE := $(PROGRAM) view --colors truecolor --size 140x37 --force
FIGURE := $(PROGRAM) figure --no-caption --force --image samples/images
SAMPLE_FOLDERS := $(patsubst %/config.json,%,$(wildcard samples/*/config.json)) $(wildcard samples/images)

.PHONY: help build run test unit-test baseline-test end-to-end-test format lint check-build install dist pictures
.PHONY: test-real check-report documents deb check-packages release fuzz sanitize coverage soak samples-table clean
.PHONY: toolchain build-packages

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: toolchain build-packages $(ARCHIVE_FOLDER) ## build the program: .build/release/polascope
	swift build $(SHIPPED)

run: build ## open the viewer on the bundled twins; ARGS="MODEL --image PATH" for others
	@LC_CTYPE=$${LC_ALL:-$${LC_CTYPE:-$${LANG:-C.UTF-8}}} $(PROGRAM) $(ARGS)

test: unit-test baseline-test end-to-end-test ## run all tests: units, the engine without AVX, end to end

unit-test: check-build
	SWIFT_BACKTRACE=interactive=no swift test $(CHECKED) --skip-build --disable-xctest --skip EndToEndTests

baseline-test: check-build ## run the engine's tests on an emulated processor without AVX
	@.ci/need qemu-user
	@.ci/check-baseline .build/checked/release

end-to-end-test: check-build
	@.ci/need $(TEST_PACKAGES)
	SWIFT_BACKTRACE=interactive=no swift test $(CHECKED) --skip-build --disable-xctest --no-parallel \
	  --filter EndToEndTests

test-real: build ## compare with transformers on trained weights, which it downloads; OPTIONS="--keep DIR"
	@.ci/need python3 python3-venv
	Tests/RealWeights/real_weights.py --program $(PROGRAM) $(OPTIONS)

check-report: build ## play with pages of `compare --report` in Chromium; PICTURES=FOLDER keeps screenshots
	@.ci/need chromium fonts-dejavu-core python3
	.ci/check-report $(PROGRAM) $(PICTURES)

soak: SECONDS := $(if $(filter-out file,$(origin SECONDS)),$(SECONDS),1800)
soak: check-build ## random keys and sizes for SECONDS (1800): memory, descriptors, threads
	@.ci/need python3 tmux
	.ci/soak .build/checked/release/polascope $(SECONDS)

fuzz: toolchain build-packages ## fuzz the readers of foreign bytes for SECONDS=60 in total; PARSERS="zip json"
	@[ -e $(LIBFUZZER) ] || { echo "this toolchain has no libFuzzer: $(LIBFUZZER)" >&2; exit 1; }
	swift build --scratch-path $(FUZZ_FOLDER) $(FUZZED)
	@.ci/fuzz $(FUZZ_FOLDER)/release/Fuzz $(SECONDS) .build/fuzz-failures $(PARSERS)

sanitize: toolchain build-packages ## run unit tests and fuzzers under AddressSanitizer, unit tests under ThreadSanitizer
	swift build $(ADDRESS) --build-tests
	ASAN_OPTIONS=detect_leaks=0 swift test $(ADDRESS) $(UNIT_TESTS)
	swift build $(ADDRESS) --product Fuzz $(LINK_LIBFUZZER)
	ASAN_OPTIONS=detect_leaks=0 .ci/fuzz .build/asan/release/Fuzz $(SECONDS) .build/fuzz-failures $(PARSERS)
	swift build $(THREAD) --build-tests
	clang -shared -fPIC -O1 -Wall -Werror -o .build/tsan/mutex.so .ci/mutex-for-tsan.c
	TSAN_OPTIONS=suppressions=$(CURDIR)/.ci/thread-suppressions LD_PRELOAD=$(CURDIR)/.build/tsan/mutex.so \
	  swift test $(THREAD) $(UNIT_TESTS)

coverage: toolchain build-packages ## print the lines that the unit tests reach, by target (the commands: end to end)
	swift build $(COVERAGE) --build-tests
	swift test $(COVERAGE) $(UNIT_TESTS)
	@.ci/coverage .build/coverage/release $(filter-out polascope,$(ROOMS))

format: toolchain ## rewrite the sources in the project's style
	swift format --in-place --parallel --recursive $(SOURCES)

lint: toolchain check-build ## check style, warnings, compiled kernels and stray text
	swift format lint --strict --parallel --recursive $(SOURCES)
	@.ci/check-text
	@.ci/check-circles 3 $(addprefix Sources/,$(ROOMS))
	@.ci/check-weak-symbols .build/checked/release

check-build: toolchain build-packages
	swift build $(CHECKED) --build-tests

documents: build $(MANUAL_TOOL)
	.ci/make-documents $(PROGRAM) $(MANUAL_TOOL) $(DOCUMENTS)

install: documents ## install into PREFIX (/usr/local): the program, its samples, manual pages, completions
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/polascope
	install -s -m 755 $(PROGRAM) $(DESTDIR)$(PREFIX)/bin/polascope
	cp -R $(SAMPLE_FOLDERS) $(DESTDIR)$(PREFIX)/share/polascope/
	cp -R $(DOCUMENTS)/* $(DESTDIR)$(PREFIX)/share/

dist: build ## make dist/polascope-VERSION-…, a folder and an archive that run on a machine without Swift
	rm -rf $(DIST) $(DIST).tar.gz
	$(MAKE) --no-print-directory install DESTDIR= PREFIX=$(DIST)
	.ci/carry-libraries $(DIST) $(ARCHIVE_FOLDER)
	cp README.md CHANGELOG.md LICENSE SECURITY.md $(DIST)/ && cp -R docs $(DIST)/
	cp Sources/Figures/Drawing/OFL.txt $(DIST)/LICENSE.letters
	.ci/check-dist $(DIST)
	tar --owner=0 --group=0 -czf $(DIST).tar.gz -C dist $(notdir $(DIST))

deb: documents ## make dist/polascope_VERSION_….deb, a Debian package
	@.ci/need $(DEB_PACKAGES)
	swift build $(PACKAGED)
	.ci/make-deb .build/package/release/polascope $(DOCUMENTS) $(VERSION) dist $(SAMPLE_FOLDERS)

check-packages: dist deb ## check the package with lintian and in a bare system (as root)
	@.ci/need $(CHECK_DEB_PACKAGES)
	.ci/check-deb dist/polascope_$(VERSION)-1_$$(dpkg --print-architecture).deb

release: ## make the packages of this version and their notes (from CHANGELOG.md) in dist/
	@git diff --quiet HEAD || { echo "there are changes that are not committed" >&2; exit 1; }
	@mkdir -p dist
	@.ci/release-notes $(VERSION) >dist/.notes
	$(MAKE) --no-print-directory check-packages
	@mv dist/.notes dist/polascope-$(VERSION)-notes.md
	@echo "publish with: git tag -a v$(VERSION) -F dist/polascope-$(VERSION)-notes.md"

samples-table: build ## measure the twins on test scenes, into samples/README.md; MODELS=WORK/models for all seeds
	@.ci/need $(SAMPLES_PACKAGES)
	PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 samples/training/measure.py --program $(PROGRAM) \
	  $(if $(MODELS),--models $(MODELS)) --into samples/README.md

pictures: build ## draw the pictures of the documentation from real frames
	$(PICTURE) --screenshot docs/heads.svg
	@for view in compare polarity entropy lens; do \
	  $(PICTURE) --layer 2 --head 1 --view $$view --screenshot docs/$$view.svg || exit 1; \
	done
	$(PICTURE) --layer 2 --head 1 --view model --metric effect --screenshot docs/model.svg
	$(PICTURE) --layer 4 --view tokens --screenshot docs/tokens.svg
	$(PICTURE) --view polarity --size 120x36 --keys "?" --screenshot docs/help.svg
	$(PICTURE) --layer 4 --head 1 --size 120x36 --zoom map --screenshot docs/zoom.svg
	$(PICTURE) fashion-polarity fashion-polarity --layer 3 --head 0 --b-head 1 --pin A:2.1@8,8 --screenshot docs/sides.svg
	$(PICTURE) Tests/Fixtures/timm-vit-nano fashion-polarity --view rollout --layer 1 --screenshot docs/rollout.svg
	$(FIGURE)/sneaker-01.png fashion-softmax fashion-polarity --layers 2 --query 9,7 --query 5,11 --with-image \
	  --out docs/figure-models.svg
	$(FIGURE)/sneaker-01.png fashion-softmax --layers 2 --heads 1 --columns kernels --kernels own,relu,elu,focused-3,polarity-3 \
	  --scale uniform --out docs/figure-kernels.svg
	$(FIGURE) fashion-softmax fashion-relu fashion-focused fashion-polarity --kind entropy \
	  --width 120 --out docs/figure-entropy.svg
	$(FIGURE) fashion-polarity --kind powers --out docs/figure-powers.svg
	$(FIGURE)/sneaker-01.png fashion-softmax fashion-polarity --kind resolution --sizes 96,128,192,256 \
	  --out docs/figure-resolution.svg
	@.ci/need chromium fonts-dejavu-core python3
	.ci/check-report $(PROGRAM) --documents docs

clean: ## remove everything that was built
	rm -rf .build dist

toolchain:
	@command -v swift >/dev/null || { echo "Swift 6.2 or later is needed: https://www.swift.org/install" >&2; exit 1; }

build-packages:
	@.ci/need $(BUILD_PACKAGES)

$(MANUAL_TOOL): | build
	swift build -c release --package-path .build/checkouts/swift-argument-parser --scratch-path .build/manual \
	  --product generate-manual

# A folder that holds the archives and nothing else, so that the linker prefers them to shared objects. Its links are
# made anew each time: an upgrade of the system moves archives.
.PHONY: $(ARCHIVE_FOLDER)
$(ARCHIVE_FOLDER):
	@mkdir -p $@ && rm -f $@/*
	@for archive in $(ARCHIVES); do \
	  path=$$(clang -print-file-name=$$archive 2>/dev/null || cc -print-file-name=$$archive); \
	  case $$path in /*) ln -s "$$path" $@/ ;; esac; \
	done
