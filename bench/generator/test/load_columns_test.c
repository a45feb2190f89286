/* load_columns_test.c - bench/README.md explains the columns that bench/load prints: these, and no
 * others, and in this order. */
#include "load_program.h"

TestSuite(load_columns, .timeout = 30);

static struct outcome header;

/* The table's next name, between the first two back quotes of a row; NULL: it is over. */
static const char *next_name(FILE *page, char name[64])
{
    char line[1024];
    while (fgets(line, sizeof line, page) != NULL && strcmp(line, "<!-- end -->\n") != 0) {
        char unit[64] = "";
        if (line[0] != '|' || sscanf(line, "| `%63[^`]` | %63[^|]", name, unit) < 1)
            continue;
        cr_assert(unit[0] != '\0', "it has no unit: %s", line);
        return name;
    }
    return NULL;
}

Test(load_columns, the_page_explains_each_column_in_order)
{
    char line[1024] = "", name[64], field[64];
    int count = 0;
    FILE *page = fopen("bench/README.md", "r");
    cr_assert(page != NULL);
    while (strcmp(line, "<!-- columns: load -->\n") != 0)
        cr_assert(fgets(line, sizeof line, page) != NULL);
    load_run(&header, ARGUMENTS("--csv-header"));
    for (; next_name(page, name) != NULL; count++)
        cr_assert(eq(str, name, (char *)csv_field(header.output, count, field)), "column %d",
                  count + 1);
    int columns = 1;
    for (const char *c = header.output; *c != '\0'; c++)
        columns += *c == ',';
    cr_assert(eq(int, count, columns), "columns that the page does not explain");
    fclose(page);
}
