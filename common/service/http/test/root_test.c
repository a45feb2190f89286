/* root_test.c - the pages of --root: which one a path finds, its redirection, its conditions, its parts. */
#include "visit.h"

static void start(void)
{
    client_init(&client, -1);
    context = fake_context();
}

TestSuite(http_root, .init = start, .timeout = 10);

static struct page list[] = {{"/a.css", "text/css", "\"1\"", "css", 3},
                             {"/empty", "text/plain", "\"2\"", "", 0},
                             {"/hello", "text/plain", "\"3\"", "not this one", 12},
                             {"/index.html", "text/html", "\"4\"", "mine", 4}};
static const struct pages pages = {.count = 4, .list = list};

Test(http_root, a_page_is_served_with_its_type_and_without_a_copy)
{
    context.pages = &pages;
    visit("/a.css");
    cr_assert(eq(ptr, (void *)client.output.body, (void *)list[0].bytes));
    client_init(&client, -1);
    cr_assert(eq(str, body_of("/a.css"), "css"));
    cr_assert(fake_has(output, "\r\nContent-Type: text/css\r\n"));
}

Test(http_root, an_empty_page_is_an_empty_reply)
{
    context.pages = &pages;
    cr_assert(eq(str, body_of("/empty"), ""));
    cr_assert(eq(int, status_of("/empty"), 200));
}

Test(http_root, the_roots_index_takes_the_place_of_the_built_in_one)
{
    context.pages = &pages;
    cr_assert(eq(str, body_of("/"), "mine"));
}

Test(http_root, a_root_without_an_index_leaves_the_built_in_one)
{
    struct pages without = {.count = 3, .list = list};
    context.pages = &without;
    cr_assert(fake_has(body_of("/"), "00-fake"));
}

Test(http_root, a_page_does_not_hide_a_built_in_route)
{
    context.pages = &pages;
    cr_assert(eq(str, body_of("/hello"), "hello, world\n"));
}

Test(http_root, a_path_that_is_no_page_is_not_found)
{
    context.pages = &pages;
    cr_assert(eq(int, status_of("/b.css"), 404));
    cr_assert(eq(int, status_of("/../a.css"), 404));
    cr_assert(eq(int, status_of("/a.css/"), 404));
}

Test(http_root, a_false_condition_holds_back_a_page_like_a_route)
{
    static const char *const paths[] = {"/a.css", "/", "/hello"};
    context.pages = &pages;
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        struct http_request request = {
            .path = paths[i], .persistent = true, .fields = {.if_match = {"\"a\"", 3}}};
        client_init(&client, -1);
        http_route(&client, &context, &request);
        cr_assert(eq(int, memcmp(client.output.bytes, "HTTP/1.1 412 ", 13), 0), "%s", paths[i]);
        cr_assert(eq(sz, client.output.body_left, 0), "%s", paths[i]);
    }
}

/* -- conditions and ranges (conditions_test.c has all of them) -------------------------------- */

/* The whole reply to a request for a page, which makes these fields out of a request. */
static char *reply_with(const char *path, struct http_fields fields, bool head)
{
    struct http_request request = {
        .path = path, .persistent = true, .fields = fields, .head = head};
    size_t size = 0;
    context.pages = &pages;
    client_init(&client, -1);
    http_route(&client, &context, &request);
    fake_send(&client, output, sizeof output - 1, &size);
    output[size] = '\0';
    return output;
}

static struct http_value value(const char *text)
{
    return (struct http_value){text, strlen(text)};
}

Test(http_root, a_page_has_its_tag_and_says_that_it_can_be_had_in_parts)
{
    static const char head[] =
        "HTTP/1.1 200 OK\r\n" FAKE_DATE "Content-Type: text/css\r\nContent-Length: 3\r\n"
        "ETag: \"1\"\r\nAccept-Ranges: bytes\r\n\r\n";
    char expected[512];
    snprintf(expected, sizeof expected, "%scss", head);
    cr_assert(eq(str, reply_with("/a.css", (struct http_fields){0}, false), expected));
    cr_assert(eq(str, reply_with("/a.css", (struct http_fields){0}, true), (char *)head));
}

Test(http_root, a_page_that_the_client_has_is_a_304_with_its_tag_and_no_content)
{
    struct http_fields fields = {.if_none_match = value("\"1\"")};
    cr_assert(eq(str, reply_with("/a.css", fields, false),
                 "HTTP/1.1 304 Not Modified\r\n" FAKE_DATE
                 "ETag: \"1\"\r\nAccept-Ranges: bytes\r\n\r\n"));
    cr_assert(fake_has(reply_with("/index.html", fields, false), "\r\n\r\nmine"));
}

Test(http_root, a_part_of_a_page_is_a_206_that_says_which)
{
    struct http_fields fields = {.range = value("bytes=1-2\r")};
    fields.range.size--;
    cr_assert(eq(str, reply_with("/a.css", fields, false),
                 "HTTP/1.1 206 Partial Content\r\n" FAKE_DATE
                 "Content-Type: text/css\r\nContent-Length: 2\r\nETag: \"1\"\r\n"
                 "Accept-Ranges: bytes\r\nContent-Range: bytes 1-2/3\r\n\r\nss"));
}

Test(http_root, a_part_that_there_is_not_is_a_416_that_says_how_much_there_is)
{
    struct http_fields fields = {.range = value("bytes=3-\r")};
    fields.range.size--;
    char *reply = reply_with("/a.css", fields, false);
    cr_assert(fake_has(reply, "HTTP/1.1 416 Range Not Satisfiable\r\n"));
    cr_assert(fake_has(reply, "\r\nContent-Range: bytes */3\r\n"));
    cr_assert(fake_has(reply, "\r\n\r\n416 Range Not Satisfiable\n"));
    cr_assert(not(fake_has(reply, "Connection: close")));
}

Test(http_root, a_route_has_no_tag_and_no_parts)
{
    struct http_fields fields = {.range = value("bytes=1-2\r")};
    fields.range.size--;
    char *reply = reply_with("/hello", fields, false);
    cr_assert(fake_has(reply, "HTTP/1.1 200 OK\r\n"));
    cr_assert(not(fake_has(reply, "ETag")));
    cr_assert(not(fake_has(reply, "Accept-Ranges")));
}

/* -- a directory without its slash ----------------------------------------------------------- */

static struct page deep_list[] = {{"/a b/\xc3\xa9?#%/index.html", "text/html", "\"1\"", "odd", 3},
                                  {"/hello/index.html", "text/html", "\"2\"", "not this one", 12},
                                  {"/sub/index.html", "text/html", "\"3\"", "sub", 3}};
static const struct pages deep = {.count = 3, .list = deep_list};

static char *location_of(const char *path, const char *query)
{
    static char location[5000];
    struct http_request request = {
        .path = path, .persistent = true, .query = query, .query_size = strlen(query)};
    size_t size = 0;
    context.pages = &deep;
    client_init(&client, -1);
    http_route(&client, &context, &request);
    fake_send(&client, output, sizeof output - 1, &size);
    output[size] = '\0';
    location[0] = '\0';
    char *field = strstr(output, "\r\nLocation: ");
    if (field != NULL)
        sscanf(field, "\r\nLocation: %4999[^\r]", location);
    return location;
}

Test(http_root, a_directory_with_an_index_is_redirected_to_its_path_with_a_slash)
{
    cr_assert(eq(str, location_of("/sub", ""), "/sub/"));
    cr_assert(fake_has(output, "HTTP/1.1 301 Moved Permanently\r\n"));
    cr_assert(not(fake_has(output, "Connection: close")));
    cr_assert(eq(str, body_of("/sub/"), "sub"));
}

Test(http_root, a_redirection_keeps_the_query)
{
    cr_assert(eq(str, location_of("/sub", "a=b&c=%20/?"), "/sub/?a=b&c=%20/?"));
}

Test(http_root, a_redirection_has_the_path_as_a_uri_has_it)
{
    cr_assert(eq(str, location_of("/a b/\xc3\xa9?#%", ""), "/a%20b/%C3%A9%3F%23%25/"));
}

Test(http_root, no_redirection_leads_to_another_host_or_nowhere)
{
    static const char *const paths[] = {"//sub",  "/sub/x",           "/su", "/",
                                        "/sub//", "/sub/index.html/", "/a b"};
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++)
        cr_assert(eq(str, location_of(paths[i], ""), ""), "%s", paths[i]);
}

Test(http_root, a_route_hides_a_directory_of_the_same_name)
{
    cr_assert(eq(str, location_of("/hello", ""), ""));
    cr_assert(fake_has(output, "hello, world\n"));
}

Test(http_root, a_location_that_does_not_fit_is_none)
{
    static char query[8000];
    memset(query, 'q', sizeof query - 1);
    cr_assert(eq(str, location_of("/sub", query), ""));
    cr_assert(fake_has(output, "HTTP/1.1 404 "));
    query[4096 - strlen("Location: /sub/?\r\n") - 1] = '\0';
    cr_assert(eq(sz, strlen(location_of("/sub", query)), strlen(query) + strlen("/sub/?")));
}

Test(http_root, a_condition_does_not_hold_back_a_redirection)
{
    struct http_request request = {
        .path = "/sub", .persistent = true, .fields = {.if_match = {"\"a\"", 3}}};
    context.pages = &deep;
    http_route(&client, &context, &request);
    cr_assert(eq(int, memcmp(client.output.bytes, "HTTP/1.1 301 ", 13), 0));
}

/* A directory whose name has 3,000 bytes, each of which takes three in a URI. */
Test(http_root, a_directory_whose_location_would_be_too_long_is_not_found)
{
    static char directory[3002] = "/", index_of_it[3016];
    memset(directory + 1, '\xc3', 3000);
    snprintf(index_of_it, sizeof index_of_it, "%s/index.html", directory);
    struct page long_list[] = {{index_of_it, "text/html", "\"1\"", "mine", 4}};
    struct pages long_pages = {.count = 1, .list = long_list};
    context.pages = &long_pages;
    cr_assert(eq(int, status_of(directory), 404));
}

Test(http_root, a_query_that_does_not_fit_into_the_location_is_not_found)
{
    static char query[5000];
    struct page sub[] = {{"/sub/index.html", "text/html", "\"1\"", "mine", 4}};
    struct pages sub_pages = {.count = 1, .list = sub};
    memset(query, 'q', sizeof query);
    context.pages = &sub_pages;
    http_route(&client, &context,
               &(struct http_request){.path = "/sub", .query = query, .query_size = sizeof query});
    cr_assert(eq(int, memcmp(client.output.bytes, "HTTP/1.1 404 ", 13), 0));
}
