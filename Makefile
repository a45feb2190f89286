# The five servers and all that belongs to them. "make help" says what can be made.

# Whatever a user's shell is set to, programs print numbers and messages in one form, and cd goes where it is told.
export LC_ALL = C
unexport LANGUAGE CDPATH BASH_ENV ENV GREP_OPTIONS

CC       ?= cc
CFLAGS   ?= -O2 -g
# An #include of another folder begins at the top: "common/socket/client.h".
STANDARD  = -std=c11 -D_POSIX_C_SOURCE=200809L -I.
WARNINGS  = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wconversion -pedantic
# Linux binds library functions at their first call; each forked child would do so again for itself. And the
# fewer parts a program's file is mapped in, the less there is for fork to copy.
ifeq ($(shell uname),Linux)
BIND_NOW  = -Wl,-z,now,-z,noseparate-code
endif
COMPILE   = $(CC) $(STANDARD) $(WARNINGS) $(CFLAGS) $(SANITIZED) -pthread
# What is done is said in short; V=1 shows the commands.
SHORT     = $(if $(V),,@echo "  $(notdir $(CC)) $@" &&)
CRITERION = $(shell pkg-config --cflags --libs criterion)

# Everything built goes under build/, except the programs that people run by hand. A build with
# sanitizers ("make SANITIZE=address,undefined test") lies apart, programs and all.
comma := ,
space := $(subst ,, )
ifdef SANITIZE
BUILD     = build/$(subst $(comma),-,$(SANITIZE))
IN        = $(BUILD)/
SANITIZED = -O1 -fno-omit-frame-pointer -fsanitize=$(SANITIZE) -fno-sanitize-recover=all
else ifdef COVERAGE
BUILD     = build/coverage
IN        = $(BUILD)/
SANITIZED = -O0 --coverage -fprofile-update=atomic -rdynamic
COUNTED   = $(TESTING)/coverage/exit.o
else
BUILD     = build
endif

STAGES   = 01-iterative 02-fork 03-thread-per-conn 04-thread-pool 05-select
PROGRAMS = $(STAGES:%=$(IN)%/server)
LOAD     = $(IN)bench/load
PORT     = 8080
stage    = $(or $(filter $1-% 0$1-%,$(STAGES)),$(error there is no stage "$1"; there are 01, 02, 03, 04 and 05))
SECONDS  = 60

# The rooms of common/, from the bottom to the top (common/README.md), and the parts of the load generator.
ROOMS    = common/socket common/service common/service/http common/server
LOAD_IN  = bench/generator $(addprefix bench/generator/,command figures protocol server)
# A room's unit tests lie in its test/, a stage's test.c beside its server.c. One NAME_test.c is one program.
objects = $(patsubst %.c,$(BUILD)/%.o,$(filter-out %test.c,$(wildcard $(1:%=%/*.c))))
tests   = $(patsubst %.c,$(BUILD)/%,$(wildcard $(1:%=%/*_test.c)))
COMMON  = $(call objects,$(ROOMS)) $(COUNTED)
TESTING = $(BUILD)/common/testing
PEER    = $(patsubst %,$(TESTING)/contract/%.o,peer preload process program promises)
UNIT_TESTS = $(call tests,$(ROOMS:%=%/test))
LOAD_TESTS = $(call tests,$(LOAD_IN:%=%/test) bench/report/test)
TESTS   = $(UNIT_TESTS) $(call tests,common/testing/fuzz common/testing/simulation common/testing/explore 04-thread-pool) $(LOAD_TESTS) \
          $(call tests,notes/first) $(STAGES:%=$(BUILD)/%/test) $(TESTING)/contract/contract $(TESTING)/faults/faults
# A handout has assembly for common/socket/listener.c, which the student writes in lab 1 (notes/labs/grade/handout.sh).
KIND    = $(subst $(space),-,$(shell uname -sm))
COMMON += $(patsubst common/socket/%-$(KIND).s,$(BUILD)/common/socket/%.o,$(wildcard common/socket/*-$(KIND).s))
# The small programs of the notes; three of them need epoll, which only Linux has.
EXAMPLES = $(patsubst %.c,$(BUILD)/%,$(filter-out $(if $(filter Linux%,$(KIND)),,%/cost.c %/edge.c %/epoll_echo.c),$(wildcard notes/examples/*.c))) \
           $(patsubst %.c,$(BUILD)/%,$(filter-out %_test.c,$(wildcard notes/first/*.c)))

# What fails the servers on demand is loaded by whatever build of them, and so has no sanitizer in it.
SHIMS   = $(patsubst %,build/%.so,common/testing/faults/shim common/testing/faults/shim_memory notes/labs/grade/tools/names)

.SECONDEXPANSION:
.PHONY: all help deps deps-book examples test contract fuzz simulate soak explore-signals test-explore test-faults test-defences test-portable coverage demo bench bench-floor bench-client clean \
        notes book read $(STAGES:%=run-%) lab-beside lab-program lab-unit handout solutions FORCE

all: $(PROGRAMS) $(LOAD)          # the five servers and the load generator

$(PROGRAMS): $(IN)%/server: $$(call objects,%) $(COMMON)
	@mkdir -p $(@D)
	$(SHORT) $(COMPILE) $(BIND_NOW) -o $@ $^

$(LOAD): $(call objects,$(LOAD_IN) common/socket) $(COUNTED)
	@mkdir -p $(@D)
	$(SHORT) $(COMPILE) -o $@ $^

$(BUILD)/bench/floor $(BUILD)/bench/floor_client: %: %.o
	$(SHORT) $(COMPILE) $(BIND_NOW) -o $@ $^

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(SHORT) $(COMPILE) -MMD -MP -c -o $@ $<

$(BUILD)/common/socket/%.o: common/socket/%-$(KIND).s
	@mkdir -p $(@D)
	$(SHORT) $(CC) -c -o $@ $<

# Tests. Criterion's own macros would not pass -Wconversion.
$(BUILD)/%test.o: WARNINGS += -Wno-conversion
$(TESTING)/contract/%.o: WARNINGS += -Wno-conversion
$(TESTING)/faults/%.o: WARNINGS += -Wno-conversion

$(UNIT_TESTS): $(BUILD)/%: $(BUILD)/%.o $(COMMON)
	$(SHORT) $(COMPILE) -o $@ $^ $(CRITERION)

$(call tests,common/testing/fuzz): $(BUILD)/%: $(BUILD)/%.o $(filter-out %_fuzz.o,$(call objects,common/testing/fuzz)) $(COMMON)
	$(SHORT) $(COMPILE) -o $@ $^ $(CRITERION)

$(call tests,04-thread-pool): $(BUILD)/%: $(BUILD)/%.o $(BUILD)/04-thread-pool/queue.o $(COMMON)
	$(SHORT) $(COMPILE) -o $@ $^ $(CRITERION)

$(LOAD_TESTS): $(BUILD)/%: $(BUILD)/%.o $(filter-out %/load.o,$(call objects,$(LOAD_IN))) $(COMMON)
	$(SHORT) $(COMPILE) -o $@ $^ $(CRITERION)

# The simulation brings its own conversation.c, conversation_run.c and client.c, on a network that is none (subject.c).
SIMULATION = $(filter-out %/simulate.o,$(call objects,common/testing/simulation)) \
             $(filter-out %/client.o %/conversation.o %/conversation_run.o,$(COMMON))

$(call tests,common/testing/simulation): $(BUILD)/%: $(BUILD)/%.o $(SIMULATION)
	$(SHORT) $(COMPILE) -o $@ $^ $(CRITERION)

$(call tests,common/testing/explore): %: %.o
	$(SHORT) $(COMPILE) -o $@ $^ $(CRITERION)

$(TESTING)/simulation/simulate: $(TESTING)/simulation/simulate.o $(SIMULATION)
	$(SHORT) $(COMPILE) -o $@ $^

$(TESTING)/contract/contract: $(call objects,common/testing/contract)
	$(SHORT) $(COMPILE) -o $@ $^ $(CRITERION)

$(TESTING)/faults/faults: $(filter-out %shim.o %shim_memory.o,$(call objects,common/testing/faults)) \
    $(PEER)
	$(SHORT) $(COMPILE) -o $@ $^ $(CRITERION)

# ISO C has no functions in void pointers, which is what dlsym(3) returns; POSIX has.
$(SHIMS): build/%.so: %.c
	@mkdir -p $(@D)
	$(SHORT) $(CC) $(STANDARD) $(WARNINGS) $(CFLAGS) -fPIC -shared -o $@ $< -ldl

$(STAGES:%=$(BUILD)/%/test): %: %.o $(PEER)
	$(SHORT) $(COMPILE) -o $@ $^ $(CRITERION)

$(TESTING)/soak/soak: $(call objects,common/testing/soak) $(COMMON) \
    $(patsubst %,$(BUILD)/bench/generator/%.o,dial server/guard protocol/reply protocol/reply_head)
	@mkdir -p $(@D)
	$(SHORT) $(COMPILE) -o $@ $^

test: all $(TESTS) $(SHIMS) $(EXAMPLES)       # all tests (Criterion); SANITIZE=address,undefined: with sanitizers
	@sh common/testing/contract/run-tests.sh "$(or $(IN),./)" "$(PROGRAMS)" $(TESTS)

contract: $(TESTING)/contract/contract   # the contract suite against any server: SERVER=path
	SERVER=$(SERVER) $(TESTING)/contract/contract

# Without SERVER: all five. In its long versions a row takes up to some minutes.
test-faults: all $(TESTING)/faults/faults $(SHIMS)   # the fault table, long versions; any server: SERVER=path
	@FAULTS_LONG=yes sh common/testing/contract/run-tests.sh "$(or $(IN),./)" "$(or $(SERVER),$(PROGRAMS))" \
	    $(TESTING)/faults/faults

test-defences: $(TESTING)/faults/faults $(SHIMS)     # takes each defence out, and sees its row fail
	@sh common/testing/faults/defences.sh $(ROW)

test-portable: all $(BUILD)/bench/floor $(TESTING)/faults/faults $(SHIMS)   # each script under each awk and sh there is
	@bash common/testing/portable.sh

coverage:                         # how much of common/ the tests take, branch by branch (needs gcovr, gcc)
	@sh common/testing/coverage/coverage.sh

fuzz:                             # looks for bytes that break a promise, for SECONDS=60 (needs clang)
	@sh common/testing/fuzz/fuzz.sh $(SECONDS)

simulate: $(TESTING)/simulation/simulate   # the conversation on a simulated network, for SECONDS=60 (or SEED=N)
	$< $(if $(SEED),--seed $(SEED),--seconds $(or $(SECONDS),60))

# The bound is in deviations from the default order of the threads; REPLAY=TOKEN shows one schedule again.
explore-%: FORCE                  # explore-04: every order of its threads, up to BOUND=2; exit 1: a promise breaks (LAB_DIR=folder, PAGE=file.html)
	@bash common/testing/explore/explore.sh $* $(LAB_NAME) -- $(if $(BOUND),--bound $(BOUND)) $(if $(REPLAY),--replay $(REPLAY))

explore-signals: all              # SIGTERM before and after each system call, one run each (Linux; any server: SERVER=path)
	@IN=$(IN) bash common/testing/explore/signals.sh $(SERVER)

test-explore:                     # makes mistakes in the threads' code, and sees each of them found
	@bash common/testing/explore/mutants.sh $(NAME)
	@bash common/testing/explore/signals.sh --mutants

soak: all $(TESTING)/soak/soak   # rough clients for MINUTES=10: does anything grow? (STAGES="01-iterative", LOSS=2)
	@MINUTES=$(or $(MINUTES),10) STAGES="$(STAGES)" sh common/testing/soak/soak.sh $(TESTING)/soak/soak $(or $(IN),./)

run-%: all                        # run-01 ... run-05: starts that server (PORT=8080, OPTIONS=)
	$(call stage,$*)/server $(OPTIONS) $(PORT)

diff-%: FORCE                     # diff-01-02: what a stage changes, without the comments
	@sh notes/book/diff-stages.sh $(subst -, ,$*)

demo: all                         # six seconds: who waits, and for whom, in this terminal
	@bash bench/demo.sh

.PHONY: see-sample test-see
see-%: all                        # see-04: records a scene under strace, writes a page that plays it (SCENE=work, SERVER=path)
	@bash bench/see/see.sh $(if $(SCENE),--scene "$$SCENE") $(if $(SERVER),--server "$$SERVER") $*

see-sample: all                   # bench/sample/see anew from its recordings (TRIES=5: recorded anew); needs node
	@TRIES=$(TRIES) bash bench/see/sample.sh

test-see: all $(BUILD)/notes/examples/fork_naive   # tests of these pages (need node; in a browser: playwright-core, see bench/see/test/run.sh)
	@sh bench/see/test/run.sh

# Three servers of the labs beyond the five; a handout has none of them.
BEYOND_SERVERS = $(patsubst %.c,$(BUILD)/%,$(wildcard notes/labs/06-poll/extra/server.c \
                 notes/labs/07-prefork/solution/server.c notes/labs/12-together/solution/server.c))

$(BEYOND_SERVERS): $(BUILD)/%/server: $$(call objects,%) $(COMMON)
	$(SHORT) $(COMPILE) $(BIND_NOW) -o $@ $^

bench: export SERVERS := $(SERVERS)
bench: all $(patsubst %.c,$(BUILD)/%,$(wildcard bench/floor.c)) $(if $(FULL)$(BEYOND),$(BEYOND_SERVERS))   # the five compared, in two minutes (FULL=1: all; BEYOND=1: three more; SERVERS="me=./me {port}")
	@bash bench/run.sh $(if $(FULL),--full) $(if $(BEYOND),--beyond) $(if $(SERVERS),--servers "$$SERVERS") $(BENCH)

bench-floor: all $(BUILD)/bench/floor   # each stage against the least that its model can cost
	@bash bench/floor.sh $(BENCH)

bench-client: all $(BUILD)/bench/floor_client   # bench/load against the least that a client can cost
	@bash bench/floor_client.sh $(BENCH)

examples: $(EXAMPLES)             # the small programs that the notes show and run, in build/notes

$(EXAMPLES): %: %.o
	$(SHORT) $(COMPILE) -o $@ $^

$(call tests,notes/first): %: %.o
	$(SHORT) $(COMPILE) -o $@ $^ $(CRITERION)

notes: all $(EXAMPLES)            # what the notes quote, print and measure, refreshed from its source
	@bash notes/book/notes.sh --refresh

book:                             # the notes and the code as one HTML book, in build/book (needs make deps-book)
	@sh notes/book/book.sh build/book

# Not 01: a browser keeps several connections, and all but the first would wait there. Try it.
read: all                         # the same, served by one of the five (STAGE=05, PORT=8080)
	@sh notes/book/book.sh build/book
	@echo "$(call stage,$(or $(STAGE),05)) serves it: open http://localhost:$(PORT)/ in a browser; Ctrl-C ends the server."
	@$(call stage,$(or $(STAGE),05))/server --root build/book $(PORT)

trace-%: all                      # trace-02: the system calls of one client's life, explained (needs strace)
	@bash notes/book/trace.sh $(call stage,$*)

# A folder's name is whatever a course system made of a student's: to make and the shell it is text and nothing else.
unexport LAB_DIR
LAB_NAME = $(if $(value LAB_DIR),'$(subst ','\'',$(value LAB_DIR))')

start-%: FORCE                    # start-04: a lab's starter, in work/04-queue (FORCE=1: begin anew)
	@FORCE=$(FORCE) bash notes/labs/grade/start.sh $*

lab-%: FORCE                      # lab-04: grades work/04-queue (LAB_DIR=folder, TEST=name, GRADE="OPTION...")
	@bash notes/labs/grade/grade.sh $(if $(TEST),--test $(TEST)) $(GRADE) $* $(LAB_NAME)

program-%: FORCE                  # program-04: the same as a program to run and measure, work/04-queue/server
	@bash notes/labs/grade/grade.sh --program $* $(LAB_NAME)

# For grade.sh: a student's folder LAB_DIR becomes LAB_OUT/server (and client, and unit, a unit test of what is
# in it), with what STAGE and common/ have beside it; but not what the student writes, LAB_FILES.
LAB_STAGE  = $(patsubst %.c,$(BUILD)/%.o,$(filter-out %test.c,$(wildcard $(STAGE:%=%/*.c))))
LAB_BESIDE = $(filter-out $(LAB_FILES:%.c=$(BUILD)/%.o),$(LAB_STAGE) $(COMMON))
LAB_OURS   = $(filter-out %/client.c,$(wildcard $(LAB_DIR)/*.c)) $(wildcard $(LAB_DIR)/*-$(KIND).s)
LAB_CC     = $(COMPILE) $(STAGE:%=-iquote %) -iquote common/socket

# How to link with functions that are found when they are called (notes/labs/grade/tools/load.c says why).
LATER = $(if $(filter Darwin,$(shell uname)),-undefined dynamic_lookup,-Wl,--unresolved-symbols=ignore-all -Wl,-z,lazy)

lab-beside: $(LAB_BESIDE) $(UNIT:%.c=$(BUILD)/%.o)

lab-program: lab-beside
	@mkdir -p $(LAB_OUT)
	@$(if $(strip $(LAB_OURS)),$(LAB_CC) -o $(LAB_OUT)/server $(LAB_OURS) $(LAB_BESIDE))
	@$(if $(wildcard $(LAB_DIR)/client.c),$(LAB_CC) -o $(LAB_OUT)/client $(LAB_DIR)/client.c $(LAB_BESIDE))

lab-unit: lab-beside
	@mkdir -p $(LAB_OUT)
	@$(LAB_CC) -fPIC -shared $(LATER) -o $(LAB_OUT)/unit.so $(filter-out %/server.c,$(wildcard $(LAB_DIR)/*.c))
	@$(LAB_CC) -DLAB_UNIT='"$(LAB_OUT)/unit.so"' -rdynamic $(LATER) -o $(LAB_OUT)/unit notes/labs/grade/tools/load.c \
	    $(UNIT:%.c=$(BUILD)/%.o) $(LAB_BESIDE) $(CRITERION) -ldl

handout:                          # the labs for students, without solutions: build/handout.tar.gz
	@bash notes/labs/grade/handout.sh build/handout.tar.gz

predict-%: FORCE                  # predict-04: asks that lab's questions before you try; later, what you saw
	@bash notes/labs/grade/predict.sh $* $(LAB_NAME)

defend-%: FORCE                   # defend-04: questions about the student's own code in LAB_DIR, and a key for the teacher
	@bash notes/labs/grade/defend.sh $* $(LAB_NAME)

gradescope-%: FORCE               # gradescope-04: a lab's grader as Gradescope takes it: build/gradescope-04.zip
	@bash notes/labs/grade/pack.sh gradescope $*

autolab-%: FORCE                  # autolab-04: the same for Autolab: build/autolab-04/
	@bash notes/labs/grade/pack.sh autolab $*

solutions:                        # the labs for teachers, solutions and seeded mistakes: build/solutions.tar.gz
	@bash notes/labs/grade/solutions.sh build/solutions.tar.gz

deps:                             # installs Criterion (for test) and gnuplot (for bench)
	@sh common/testing/install-deps.sh

deps-book:                        # installs Sphinx, MyST and Furo (for book)
	@sh common/testing/install-deps.sh book

clean:                            # removes all that was built
	rm -rf build $(STAGES:%=%/server) bench/load

help:                             # this list
	@echo "make, then one of:"
	@sed -n 's/^\([a-z%-]*\):.*[^#]# \(.*\)$$/  \1|\2/p' Makefile | \
	    awk -F'|' '{ printf "%-14s %s\n", $$1, $$2 }'

LAB_TESTS = $(patsubst %.c,$(BUILD)/%,$(wildcard notes/labs/grade/*_tests.c))

# ftp_session.c, udp_partner.c, tcp_partner.c: the other side of the tests.
$(LAB_TESTS): $(BUILD)/%: $(BUILD)/%.o $(filter-out %_tests.o,$(call objects,notes/labs/grade)) \
    $(BUILD)/common/socket/clock.o $(PEER)
	$(SHORT) $(COMPILE) -o $@ $^ $(CRITERION)

$(LAB_TESTS:%=%.o): WARNINGS += -Wno-conversion

-include $(shell find $(BUILD) -path '*/defences' -prune -o -name '*.d' -print 2>/dev/null)
