/* load_json_test.c - bench/load --json: valid JSON in UTF-8 (RFC 8259), whatever happens. */
#include "load_program.h"

#include "bench/generator/figures/json.h"

TestSuite(load_json, .timeout = 30);

static struct rogue rogue;
static struct outcome outcome;

/* -- a reader of JSON, which knows no mercy ---------------------------------------------------- */

static const char *read_value(const char *text);

static const char *skip(const char *text)
{
    return text + strspn(text, " \n\r\t");
}

/* NULL: it is none. So it is with all of these. */
static const char *read_string(const char *text)
{
    if (*text++ != '"')
        return NULL;
    for (; *text != '"'; text++) {
        unsigned char byte = (unsigned char)*text;
        if (byte < ' ')
            return NULL;
        if (byte == '\\' && text[1] == 'u' && strspn(text + 2, "0123456789abcdef") >= 4)
            text += 5;
        else if (byte == '\\' && text[1] != '\0' && strchr("\"\\/bfnrt", text[1]) != NULL)
            text++;
        else if (byte == '\\')
            return NULL;
    }
    return text + 1;
}

static const char *read_list(const char *text, char end, bool named)
{
    text = skip(text + 1);
    if (*text == end)
        return text + 1;
    for (;;) {
        if (named) {
            text = read_string(text);
            if (text == NULL || *(text = skip(text)) != ':')
                return NULL;
            text++;
        }
        text = read_value(text);
        if (text == NULL)
            return NULL;
        text = skip(text);
        if (*text == end)
            return text + 1;
        if (*text++ != ',')
            return NULL;
        text = skip(text);
    }
}

static const char *read_value(const char *text)
{
    text = skip(text);
    if (*text == '{')
        return read_list(text, '}', true);
    if (*text == '[')
        return read_list(text, ']', false);
    if (*text == '"')
        return read_string(text);
    if (strncmp(text, "null", 4) == 0)
        return text + 4;
    char *end;
    double number = strtod(text, &end);
    bool is_number = end > text && strspn(text, "-0123456789.e+") == (size_t)(end - text);
    return is_number && number == number ? end : NULL;
}

/* RFC 3629, by the C library's own reader. */
static bool is_utf8(const char *text)
{
    for (const unsigned char *byte = (const unsigned char *)text; *byte != '\0';) {
        size_t more = *byte < 0x80                    ? 0
                      : *byte >= 0xc2 && *byte < 0xe0 ? 1
                      : *byte >= 0xe0 && *byte < 0xf0 ? 2
                      : *byte >= 0xf0 && *byte < 0xf5 ? 3
                                                      : 9;
        for (byte++; more > 0; more--, byte++)
            if (more == 9 || *byte < 0x80 || *byte > 0xbf)
                return false;
    }
    return true;
}

static void expect_json(const char *text)
{
    const char *end = read_value(text);
    cr_assert(end != NULL && *skip(end) == '\0', "%s", text);
    cr_assert(is_utf8(text), "%s", text);
}

/* -- strings ----------------------------------------------------------------------------------- */

static void expect_string(const char *text, const char *json)
{
    char written[512] = "";
    FILE *file = fmemopen(written, sizeof written, "w");
    json_write_string(file, text);
    fclose(file);
    cr_assert(eq(str, written, (char *)json));
    expect_json(written);
}

Test(load_json, what_json_has_no_room_for_is_escaped)
{
    expect_string("a", "\"a\"");
    expect_string("a\"b\\c", "\"a\\\"b\\\\c\"");
    expect_string("\x01\t\n\x7f", "\"\\u0001\\u0009\\u000a\\u007f\"");
    expect_string(NULL, "null");
}

Test(load_json, what_is_utf_8_stays_and_what_is_not_is_replaced)
{
    expect_string("\xc3\xa4 \xe2\x82\xac \xf0\x9f\x98\x80",
                  "\"\xc3\xa4 \xe2\x82\xac \xf0\x9f\x98\x80\"");
    expect_string("\xff", "\"\\ufffd\"");
    expect_string("\xc3", "\"\\ufffd\"");
    expect_string("\xc0\x80", "\"\\ufffd\\ufffd\"");
    expect_string("\xed\xa0\x80", "\"\\ufffd\\ufffd\\ufffd\"");
    expect_string("\xe0\x80\x80", "\"\\ufffd\\ufffd\\ufffd\"");
    expect_string("\xf4\x90\x80\x80", "\"\\ufffd\\ufffd\\ufffd\\ufffd\"");
}

/* -- the program ------------------------------------------------------------------------------- */

static void expect_member(const char *words)
{
    cr_assert(strstr(outcome.output, words) != NULL, "'%s': %s", words, outcome.output);
}

static void behave(struct rogue *self, int client, int number)
{
    char request[1024];
    (void)self, (void)number;
    if (rogue_read_request(client, request))
        rogue_send(client, LAST);
}

Test(load_json, all_columns_are_in_it)
{
    struct outcome header;
    char field[64], name[80];
    rogue_start(&rogue, "http", "/hello", behave);
    load_measure(&outcome, ARGUMENTS("--json", "-w", "0", "-d", "0.2", rogue.url));
    expect_json(outcome.output);
    expect_member("\"error\": null");
    expect_member("\"rate\": null");
    load_run(&header, ARGUMENTS("--csv-header"));
    int count = 1;
    for (const char *c = header.output; *c != '\0'; c++)
        count += *c == ',';
    for (int i = 0; i < count; i++) {
        snprintf(name, sizeof name, "\"%s\": ", csv_field(header.output, i, field));
        expect_member(name);
    }
}

Test(load_json, without_any_latency_and_with_unserved_clients_it_is_valid)
{
    rogue_start(&rogue, "http", "/hello", NULL);
    load_run(&outcome, ARGUMENTS("--json", "-c", "3", "-w", "0", "-d", "0.2", rogue.url));
    expect_json(outcome.output);
    expect_member("\"unserved_clients\": [1, 2, 3]");
    expect_member("\"error\": \"no request succeeded");
    load_run(&outcome,
             ARGUMENTS("--json", "-c", "0", "--slow", "1", "-w", "0", "-d", "0.1", rogue.url));
    expect_json(outcome.output);
    load_run(&outcome, ARGUMENTS("--json", "-r", "10", "-w", "0", "-d", "0.2", rogue.url));
    expect_json(outcome.output);
}

Test(load_json, whatever_goes_wrong_is_said_in_it)
{
    load_run(&outcome, ARGUMENTS("--json", "http://127.0.0.1:1/\"x\\y"));
    expect_json(outcome.output);
    expect_member("{\n  \"error\": \"cannot connect to http://127.0.0.1:1/\\\"x\\\\y: ");
    load_run(&outcome, ARGUMENTS("-S", "/nowhere/\xff\x01\"", "--json"));
    expect_json(outcome.output);
    load_run(&outcome, ARGUMENTS("-S", "/nowhere/\xff\x01 'x", "--json"));
    expect_json(outcome.output);
    load_run(&outcome, ARGUMENTS("--nonsense", "--json", "x"));
    expect_json(outcome.output);
    load_run(&outcome, ARGUMENTS("--json", "--timeline", "/nowhere/x", "127.0.0.1:1"));
    expect_json(outcome.output);
}
