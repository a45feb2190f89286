# The five servers and all that belongs to them. "make help" says what can be made.

CC       ?= cc
CFLAGS   ?= -O2 -g
STANDARD  = -std=c11 -D_POSIX_C_SOURCE=200809L
WARNINGS  = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wconversion -pedantic
# Linux binds library functions at their first call; each forked child would do so again for itself.
ifeq ($(shell uname),Linux)
BIND_NOW  = -Wl,-z,now
endif
COMPILE   = $(CC) $(STANDARD) $(WARNINGS) $(CFLAGS) $(SANITIZED) -pthread
# What is done is said in short; V=1 shows the commands.
SHORT     = $(if $(V),,@echo "  $(notdir $(CC)) $@" &&)
CRITERION = $(shell pkg-config --cflags --libs criterion)

# Everything built goes under build/, except the programs that people run by hand. A build with
# sanitizers ("make SANITIZE=address,undefined test") lies apart, programs and all.
comma := ,
ifdef SANITIZE
BUILD     = build/$(subst $(comma),-,$(SANITIZE))
IN        = $(BUILD)/
SANITIZED = -O1 -fno-omit-frame-pointer -fsanitize=$(SANITIZE) -fno-sanitize-recover=all
else
BUILD     = build
endif

STAGES   = 01-iterative 02-fork 03-thread-per-conn 04-thread-pool 05-select
PROGRAMS = $(STAGES:%=$(IN)%/server)
LOAD     = $(IN)bench/load
PORT     = 8080

# A file named test.c or NAME_test.c is a test; bench/floor.c is a program of its own.
objects = $(patsubst %.c,$(BUILD)/%.o,$(filter-out %test.c bench/floor.c,$(wildcard $(1)/*.c)))
tests   = $(patsubst %.c,$(BUILD)/%,$(wildcard $(1)/*_test.c))
COMMON  = $(call objects,common)
TESTS   = $(call tests,common) $(call tests,04-thread-pool) $(call tests,bench) \
          $(STAGES:%=$(BUILD)/%/test) $(BUILD)/common/contract/contract

.SECONDEXPANSION:
.PHONY: all help deps test contract soak demo bench clean $(STAGES:%=run-%) FORCE

all: $(PROGRAMS) $(LOAD)          # the five servers and the load generator

$(PROGRAMS): $(IN)%/server: $$(call objects,%) $(COMMON)
	@mkdir -p $(@D)
	$(SHORT) $(COMPILE) $(BIND_NOW) -o $@ $^

$(LOAD): $(call objects,bench) $(COMMON)
	@mkdir -p $(@D)
	$(SHORT) $(COMPILE) -o $@ $^

$(BUILD)/bench/floor: $(BUILD)/bench/floor.o
	$(SHORT) $(COMPILE) $(BIND_NOW) -o $@ $^

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(SHORT) $(COMPILE) -MMD -c -o $@ $<

# Tests. Criterion's own macros would not pass -Wconversion.
$(BUILD)/%test.o: WARNINGS += -Wno-conversion
$(BUILD)/common/contract/%.o: WARNINGS += -Wno-conversion

$(call tests,common): $(BUILD)/%: $(BUILD)/%.o $(COMMON)
	$(SHORT) $(COMPILE) -o $@ $^ $(CRITERION)

$(call tests,04-thread-pool): $(BUILD)/%: $(BUILD)/%.o $(BUILD)/04-thread-pool/queue.o $(COMMON)
	$(SHORT) $(COMPILE) -o $@ $^ $(CRITERION)

$(call tests,bench): $(BUILD)/%: $(BUILD)/%.o $(filter-out %/load.o,$(call objects,bench)) $(COMMON)
	$(SHORT) $(COMPILE) -o $@ $^ $(CRITERION)

$(BUILD)/common/contract/contract: $(call objects,common/contract)
	$(SHORT) $(COMPILE) -o $@ $^ $(CRITERION)

$(STAGES:%=$(BUILD)/%/test): %: %.o $(BUILD)/common/contract/peer.o $(BUILD)/common/contract/program.o
	$(SHORT) $(COMPILE) -o $@ $^ $(CRITERION)

$(BUILD)/common/soak/soak: $(call objects,common/soak) $(COMMON) \
    $(BUILD)/bench/dial.o $(BUILD)/bench/guard.o $(BUILD)/bench/reply.o
	@mkdir -p $(@D)
	$(SHORT) $(COMPILE) -o $@ $^

test: all $(TESTS)                # all tests (Criterion); SANITIZE=address,undefined: with sanitizers
	@sh common/contract/run-tests.sh "$(or $(IN),./)" "$(PROGRAMS)" $(TESTS)

contract: $(BUILD)/common/contract/contract   # the contract suite against any server: SERVER=path
	SERVER=$(SERVER) $(BUILD)/common/contract/contract

soak: all $(BUILD)/common/soak/soak   # rough clients for MINUTES=10: does anything grow? (STAGES="01-iterative", LOSS=2)
	@MINUTES=$(or $(MINUTES),10) STAGES="$(STAGES)" sh common/soak/soak.sh $(BUILD)/common/soak/soak $(or $(IN),./)

run-%: all                        # run-01 ... run-05: starts that server (PORT=8080, OPTIONS=)
	$(filter $*-%,$(STAGES))/server $(OPTIONS) $(PORT)

diff-%: FORCE                     # diff-01-02: what a stage changes, without the comments
	@sh common/diff-stages.sh $(subst -, ,$*)

demo: all                         # ten seconds: who waits, and for whom, in this terminal
	@bash bench/demo.sh

bench: all $(BUILD)/bench/floor   # the five compared, in two minutes (FULL=1: all; SERVERS="me=./me {port}")
	@bash bench/run.sh $(if $(FULL),--full) $(if $(SERVERS),--servers '$(SERVERS)') $(BENCH)

deps:                             # installs Criterion (for test) and gnuplot (for bench)
	@sh common/install-deps.sh

clean:                            # removes all that was built
	rm -rf build $(STAGES:%=%/server) bench/load

help:                             # this list
	@echo "make, then one of:"
	@sed -n 's/^\([a-z%-]*\):.*[^#]# \(.*\)$$/  \1|\2/p' Makefile | \
	    awk -F'|' '{ printf "%-12s %s\n", $$1, $$2 }'

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
