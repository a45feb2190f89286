/* drawn_test.c - which measurements are drawn, how, and what is claimed of them: points at which the load
 * generator was the limit, disturbed measurements, lower bounds, predictions, the stages of a lesson. */
#include "results.h"

TestSuite(drawn, .timeout = 30);

Test(drawn, nothing_is_claimed_from_points_at_which_the_generator_was_the_limit)
{
    write_results("e,02-fork,1,1,1,1000,900,900,9,9,0,0,1,1,1,1,0.5,\n"
                  "e,05-select,1,1,1,1500,600,600,9,9,0,0,1,1,1,1,0.5,\n"
                  "e,02-fork,8,1,1,2000,4000,4000,9,9,0,0,1,1,1,1,0.5,\n"
                  "e,05-select,8,1,1,8000,1000,1000,9,9,0,3,1,1,1,1,0.99,\n");
    summarise("throughput:most p99:least cost:floor");
    expect("With 1 client, 05-select answers 1.5 times as many requests as 02-fork");
    expect("With 1 client, 1 request in 100 takes 0.60 ms or more with 05-select");
    expect_not("4.0 times");
    expect("hollow: the load generator was the limit");
    expect("8 8000 8000 8000 1 0\n"); /* the point is drawn, and hollow */
    expect("row\t05-select\t8,000 *\t");
    expect("Failures in all points together: 05-select 3;");
}

Test(drawn, what_is_claimed_of_the_costs_does_not_depend_on_the_generator)
{
    write_results("e,02-fork,8,1,1,2000,4000,4000,200,9,0,0,1,1,1,1,0.99,\n"
                  "e,05-select,8,1,1,8000,1000,1000,20,9,0,0,1,1,1,1,0.99,\n");
    summarise("cost:floor throughput:most");
    expect("With 8 clients, a request costs 05-select 20 µs of CPU and 02-fork 200");
    expect("With 8 clients, the load generator is the limit");
}

/* The median of three is of the undisturbed ones, and so are the bars. */
Test(drawn, disturbed_measurements_are_in_no_figure)
{
    write_results("e,05-select,8,1,1,1000,9,9,9,9,0,0,1,1,1,1,0.5,\n"
                  "e,05-select,8,2,0,10,9,9,9,9,0,0,1,1,1,1,0.5,\n"
                  "e,05-select,8,3,0,20,9,9,9,9,0,0,1,1,1,1,0.5,\n"
                  "e,05-select,8,4,1,1200,9,9,9,9,0,0,1,1,1,1,0.5,\n");
    summarise("throughput:most");
    expect("05-select 1,100 (1,000 to 1,200)");
    expect("Others disturbed 2 of these 4 measurements");
    expect("median of 2 runs, bars from the least to the most");
}

Test(drawn, a_point_without_an_undisturbed_measurement_is_not_drawn)
{
    write_results("e,05-select,8,1,1,1000,9,9,9,9,0,0,1,1,1,1,0.5,\n"
                  "e,05-select,64,1,0,20,9,9,9,9,0,0,1,1,1,1,0.5,\n");
    summarise("throughput:most");
    expect("64 NaN NaN NaN 0 0\n");
}

Test(drawn, where_all_are_disturbed_they_can_be_shown_all_the_same)
{
    write_results("e,05-select,64,1,0,20,9,9,9,9,0,0,1,1,1,1,0.5,\n");
    summarise_with("throughput:most", "-v with_disturbed=yes", "");
    expect("64 20 20 20 0 0\n");
}

Test(drawn, a_latency_that_is_cut_is_said_to_be_at_least_that)
{
    write_results("e,01-iterative,8,1,1,1000,9,500000,9,9,7,0,1,1,1,1,0.5,400000\n"
                  "e,05-select,8,1,1,1000,9,9000,9,9,0,0,1,1,1,1,0.5,\n");
    summarise("p99:least p50:least");
    expect("1 request in 100 takes 9 ms or more with 05-select, at least 500 with 01-iterative");
    expect("row\t01-iterative\t1,000\t7\t-\t0.01\tat least 500\t");
    expect("8 500 500 500 0 1\n"); /* an arrow */
    expect("8 0.009 0.009 0.009 0 0\n");
}

Test(drawn, the_prediction_is_drawn_and_compared)
{
    write_results("e,04-thread-pool,1,1,1,199,9,9,9,9,0,0,1,1,1,1,0.5,\n"
                  "e,04-thread-pool,64,1,1,1590,9,9,9,9,0,0,1,1,1,1,0.5,\n"
                  "e,03-thread-per-conn,1,1,1,198,9,9,9,9,0,0,1,1,1,1,0.5,\n"
                  "e,03-thread-per-conn,64,1,1,6400,9,9,9,9,0,0,1,1,1,1,0.5,\n");
    summarise_with("throughput:most", "",
                   "throughput\\twords\\tmin(clients, N) x 200\\n"
                   "throughput\\t04-thread-pool\\t1\\t200\\tN = 8\\n"
                   "throughput\\t04-thread-pool\\t64\\t1600\\tN = 8\\n"
                   "throughput\\t03-thread-per-conn\\t1\\t200\\tN = clients\\n"
                   "throughput\\t03-thread-per-conn\\t64\\t12800\\tN = clients\\n");
    expect("Expected (the dotted line): min(clients, N) x 200.");
    expect("Within 10 % of it: 03 up to 1, 04 at every point.");
    expect("Farthest from it: 03 with 64 clients, 6,400 where 12,800 was expected.");
    expect("set label \"N = 8\"");
    expect("64 12800\n");
}

Test(drawn, the_straight_line_goes_from_the_first_point_to_the_last)
{
    write_results("e,05-select,0,1,1,100,9,9,10,9,0,0,1,1,1,1,0.5,\n"
                  "e,05-select,10,1,1,100,9,9,12,9,0,0,1,1,1,1,0.5,\n"
                  "e,05-select,100,1,1,100,9,9,30,9,0,0,1,1,1,1,0.5,\n");
    summarise_with("cost:growth", "",
                   "cost\\twords\\ta line\\ncost\\t05-select\\t0\\tlinear\\tlinear\\n");
    expect("a line. Between these two, 05-select is at most 0 % from it.");
}

Test(drawn, littles_law_shows_beside_the_median)
{
    write_results("e,01-iterative,8,1,1,10000,100,9,9,9,7,0,1,1,1,1,0.5,\n"
                  "e,05-select,8,1,1,10000,800,9,9,9,0,0,1,1,1,1,0.5,\n");
    summarise_with("p50:least", "",
                   "p50\\twords\\tLittle\\np50\\t05-select\\t8\\tlittle\\tclients / throughput\\n"
                   "p50\\t01-iterative\\t8\\tlittle\\tclients / throughput\\n");
    expect("with 8 clients: 01-iterative 0.12 and 05-select 1.");
}

Test(drawn, a_lesson_shows_the_stages_met_so_far_and_no_other)
{
    write_results("e,01-iterative,8,1,1,1000,9,9,9,9,0,0,1,1,1,1,0.5,\n"
                  "e,02-fork,8,1,1,500,9,9,9,9,0,0,1,1,1,1,0.5,\n"
                  "e,03-thread-per-conn,8,1,1,9000,9,9,9,9,0,0,1,1,1,1,0.5,\n"
                  "e,epoll,8,1,1,9900,9,9,9,9,0,0,1,1,1,1,0.5,\n");
    summarise_with("throughput:most", "-v met=02", "");
    expect("data/lesson-02-e-throughput.dat");
    expect("With 8 clients, 01-iterative answers 2.0 times as many requests as 02-fork");
    expect_not("03-thread");
    expect_not("epoll");
    expect_not("9000");
}

static void write_curve(const char *name, const char *lines)
{
    char path[160];
    snprintf(path, sizeof path, "%s/data/%s.hgrm", folder, name);
    FILE *file = fopen(path, "w");
    cr_assert(ne(ptr, file, NULL));
    fprintf(file, "       Value     Percentile TotalCount 1/(1-Percentile)\n\n%s", lines);
    fputs("#[Mean    =        0.412, StdDeviation   =        1.021]\n"
          "#[At least: from 1.500000 on, a value is a lower bound]\n",
          file);
    cr_assert(eq(int, fclose(file), 0));
}

/* Of three runs the one with the median p99.9; from the half of the requests to 9,999 of 10,000. */
Test(drawn, the_curve_of_latency_by_percentile_is_that_of_the_median_run)
{
    write_results("e,05-select,2000,1,1,2000,9,9,9,9,0,0,1,1,1,1,0.5,,9000\n"
                  "e,05-select,2000,2,0,2000,9,9,9,9,0,0,1,1,1,1,0.5,,100\n"
                  "e,05-select,2000,3,1,2000,9,9,9,9,0,0,1,1,1,1,0.5,,2000\n"
                  "e,05-select,2000,4,1,2000,9,9,9,9,0,0,1,1,1,1,0.5,,1000\n");
    write_curve("e-05-select-1", "9.0 0.5 10 2.00\n");
    write_curve("e-05-select-2", "0.9 0.5 10 2.00\n");
    write_curve("e-05-select-4", "0.8 0.5 10 2.00\n");
    write_curve("e-05-select-3", "       0.100     0.000000000000          1           1.00\n"
                                 "       0.150     0.500000000000       1000           2.00\n"
                                 "       2.000     0.999000000000       1998        1000.00\n"
                                 "       7.000     0.999990000000       1999      100000.00\n"
                                 "       7.000     1.000000000000       2000\n");
    summarise("p999:curve");
    expect("\n2 0.15\n1000 2\n\n");
    expect_not("100000 7");
    expect_not("2 9\n");
    expect("1 request in 1,000 takes 2 ms or more with 05-select");
    expect("of up to 3 runs the one with the median p99.9");
    expect("\"05-select (≥)\"");
}

Test(drawn, a_lower_bound_that_may_be_the_greatest_is_named_in_the_title)
{
    write_results("e,01-iterative,8,1,1,1000,9,203000,9,9,0,0,1,1,1,1,0.5,\n"
                  "e,04-thread-pool,8,1,1,1000,9,150000,9,9,2,0,1,1,1,1,0.5,100000\n"
                  "e,05-select,8,1,1,1000,9,9000,9,9,0,0,1,1,1,1,0.5,\n"
                  "e,prefork,8,1,1,1000,9,150000,9,9,2,0,1,1,1,1,0.5,100000\n");
    summarise("p99:least");
    expect(
        "9 ms or more with 05-select, 203 with 01-iterative, at least 150 with 04-thread-pool and "
        "prefork");
}

/* At 2,000 the generator was the limit: neither Little's law nor the knee may speak of it. */
Test(drawn, littles_law_and_the_knee_say_nothing_of_points_at_which_the_generator_was_the_limit)
{
    write_results("e,03-thread-per-conn,1000,1,1,10000,80000,900,9,9,0,0,1,1,1,1,0.5,\n"
                  "e,03-thread-per-conn,2000,1,1,10000,90000,900,9,9,0,0,1,1,1,1,0.99,\n"
                  "e,05-select,1000,1,1,10000,50000,900,9,9,0,0,1,1,1,1,0.5,\n"
                  "e,05-select,2000,1,1,10000,90000,900,9,9,0,0,1,1,1,1,0.99,\n"
                  "e,epoll,1000,1,1,10000,90000,900,9,9,0,0,1,1,1,1,0.99,\n"
                  "e,epoll,2000,1,1,10000,90000,900,9,9,0,0,1,1,1,1,0.99,\n");
    summarise_with("p99:knee p50:least", "",
                   "p50\\twords\\tLittle\\np50\\t05-select\\t1000\\tlittle\\tlaw\\n"
                   "p50\\t03-thread-per-conn\\t1000\\tlittle\\tlaw\\n"
                   "p50\\tepoll\\t1000\\tlittle\\tlaw\\n");
    expect("20 ms up to 1,000 a second with 03 and 05\n");
    expect("with 1,000 clients: 03-thread-per-conn 0.8 and 05-select 0.5.");
    expect_not("with epoll\n");
}

Test(drawn, servers_that_end_at_the_same_figure_share_a_label)
{
    write_results("e,02-fork,8,1,1,1000,9,9,9,9,0,0,1,1,1,1,0.5,\n"
                  "e,03-thread-per-conn,8,1,1,1000,9,9,9,9,0,0,1,1,1,1,0.5,\n"
                  "e,04-thread-pool,8,1,1,1000,9,9,9,9,4,0,1,1,1,1,0.5,\n"
                  "e,05-select,8,1,1,1000,9,9,9,9,0,0,1,1,1,1,0.5,\n");
    summarise("unserved:unserved");
    expect("set label \"02, 03, 05: 0\"");
    expect("set label \"04-thread-pool\"");
    expect_not("set label \"05-select\"");
}

Test(drawn, a_short_logarithmic_axis_has_more_than_one_number)
{
    write_results("e,02-fork,8,1,1,1000,9,20000,9,9,0,0,1,1,1,1,0.5,\n"
                  "e,05-select,8,1,1,1000,9,4500,9,9,0,0,1,1,1,1,0.5,\n");
    summarise("p99:least");
    expect("set ytics (5, 10, 20)");
}

Test(drawn, a_plot_of_disturbed_measurements_says_that_it_is_not_to_be_quoted)
{
    write_results("e,epoll,64,1,0,20,9,9,9,9,0,0,1,1,1,1,0.5,\n");
    summarise_with("throughput:most", "-v with_disturbed=yes", "");
    expect("thin: beyond the five; disturbed: not to be quoted");
}

Test(drawn, a_lessons_title_is_about_its_stage)
{
    write_results("e,01-iterative,8,1,1,200,9,9,9,9,0,0,1,1,1,1,0.5,\n"
                  "e,02-fork,8,1,1,1000,9,9,9,9,0,0,1,1,1,1,0.5,\n"
                  "e,03-thread-per-conn,8,1,1,500,9,9,9,9,0,0,1,1,1,1,0.5,\n");
    summarise_with("throughput:most", "-v met=03", "");
    expect("02-fork answers 2.0 times as many requests as 03-thread-per-conn");
}
