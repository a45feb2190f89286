# make           builds the five servers and the load generator: a C compiler and make will do
# make help      says what else there is

CC ?= cc
CFLAGS ?= -O2 -g
WARNINGS = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wconversion -pedantic
STANDARD = -std=c11 -D_POSIX_C_SOURCE=200809L
override CFLAGS += $(STANDARD) $(WARNINGS) -pthread -MMD
BUILD = build

STAGES  = 01-iterative 02-fork 03-thread-per-conn 04-thread-pool 05-select
SERVERS = $(STAGES:%=%/server)

COMMON = $(patsubst %.c,$(BUILD)/%.o,$(filter-out %_test.c,$(wildcard common/*.c)))

all: $(SERVERS)

# A server: its own folder's sources (but for the tests), and common/.
.SECONDEXPANSION:
$(SERVERS): %/server: $$(patsubst %.c,$(BUILD)/%.o,$$(filter-out %/test.c,$$(wildcard %/*.c))) $(COMMON)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -c -o $@ $<

clean:
	rm -rf $(BUILD) $(SERVERS)

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
.PHONY: all clean
