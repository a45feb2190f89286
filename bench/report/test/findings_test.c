/* findings_test.c - the words in plots and tables are computed from the figures: other figures,
 * other words. */
#include "results.h"

TestSuite(findings, .timeout = 30);

Test(findings, a_title_names_the_best_and_the_worst_by_their_medians)
{
    write_results("e,02-fork,8,1,1,1000,9,900,50,100,0,0,1,1,1,1,0.1,\n"
                  "e,02-fork,8,2,1,100000,9,900,50,100,0,0,1,1,1,1,0.1,\n"
                  "e,02-fork,8,3,1,1100,9,900,50,100,0,0,1,1,1,1,0.1,\n"
                  "e,05-select,8,1,1,5500,9,90,10,100,0,0,1,1,1,1,0.1,\n");
    summarise("throughput:most p99:least cost:floor");
    expect("With 8 clients, 05-select answers 5.0 times as many requests as 02-fork");
    expect("1 request in 100 takes 0.09 ms or more with 05-select, 0.90 with 02-fork");
    expect("a request costs 05-select 10 µs of CPU and 02-fork 50");
    expect("02-fork 1,100 (1,000 to 100,000)");
}

Test(findings, where_all_are_alike_no_winner_is_named)
{
    write_results("e,01-iterative,8,1,1,1000,9,9,9,9,0,0,1,1,1,1,0.1,\n"
                  "e,03-thread-per-conn,8,1,1,1050,9,9,9,9,0,0,1,1,1,1,0.1,\n");
    summarise("throughput:most unserved:unserved");
    expect("all answer about as many requests");
    expect("every client is served by every server");
    expect_not("times as many");
}

Test(findings, a_server_that_answers_nobody_is_said_to_and_has_no_latency)
{
    write_results("e,01-iterative,8,1,1,0,,,,100,7,0,1,1,1,1,0.1,\n"
                  "e,03-thread-per-conn,8,1,1,1050,9,9,9,9,0,0,1,1,1,1,0.1,\n");
    summarise("throughput:most unserved:unserved p99:least");
    expect("03-thread-per-conn answers 1,050 requests a second; 01-iterative gives no reply");
    expect("With 8 clients, 01-iterative leaves 7 unserved");
    expect("Unserved clients, which are not in this figure: 01-iterative 7.");
    expect("row\t01-iterative\t0\t7\t-\t-\t-\t-\t");
}

Test(findings, a_server_without_a_latency_is_not_said_to_answer_nobody)
{
    write_results("e,02-fork,8,1,1,50,,,10,100,0,0,1,1,1,1,0.1,\n"
                  "e,05-select,8,1,1,5500,9,90,10,100,0,0,1,1,1,1,0.1,\n");
    summarise("p99:least");
    expect("1 request in 100 takes 0.09 ms or more with 05-select");
    expect_not("no reply");
}

Test(findings, what_a_system_cannot_tell_is_unknown_and_no_zero)
{
    write_results("e,02-fork,8,1,1,1000,9,9,,,0,0,1,,,,0.1,\n");
    summarise("throughput:most");
    expect("row\t02-fork\t1,000\t0\t-\t0.01\t0.01\tunknown\t0.00\tunknown\tunknown\tunknown\t0");
}

Test(findings, growth_and_memory_are_counted_from_the_first_point_to_the_last)
{
    write_results("e,03-thread-per-conn,0,1,1,100,9,9,10,1024,0,0,1,1,1,1,0.1,\n"
                  "e,03-thread-per-conn,100,1,1,100,9,9,11,2224,0,0,1,1,1,1,0.1,\n"
                  "e,05-select,0,1,1,100,9,9,10,1024,0,0,1,1,1,1,0.1,\n"
                  "e,05-select,100,1,1,100,9,9,45,1024,0,0,1,1,1,1,0.1,\n");
    summarise("cost:growth memory:slope");
    expect("With 100 clients, a request costs 05-select 4.5 times as much CPU as with 0, the "
           "others at "
           "most 1.1");
    expect("An idle client costs 12 KiB in 03-thread-per-conn");
}

Test(findings, the_knee_is_the_last_rate_at_which_a_server_keeps_up)
{
    write_results("e,02-fork,1000,1,1,1000,9,900,9,9,0,0,1,1,1,1,0.1,\n"
                  "e,02-fork,2000,1,1,1100,9,90000,9,9,0,0,1,1,1,1,0.1,\n"
                  "e,03-thread-per-conn,1000,1,1,1000,9,900,9,9,0,0,1,1,1,1,0.1,\n"
                  "e,03-thread-per-conn,2000,1,1,2000,9,900,9,9,0,0,1,1,1,1,0.1,\n"
                  "e,05-select,1000,1,1,1000,9,900,9,9,0,0,1,1,1,1,0.1,\n"
                  "e,05-select,2000,1,1,2000,9,900,9,9,0,0,1,1,1,1,0.1,\n");
    summarise("p99:knee");
    expect(
        "99 of 100 requests take at most 20 ms up to 2,000 a second with 03 and 05, 1,000 with 02");
}

/* Others on the machine can spoil one point; that is not where the server's limit is. */
Test(findings, one_bad_point_below_the_knee_does_not_move_it)
{
    write_results("e,05-select,1000,1,1,1000,9,90000,9,9,0,0,1,1,1,1,0.1,\n"
                  "e,05-select,2000,1,1,2000,9,900,9,9,0,0,1,1,1,1,0.1,\n"
                  "e,05-select,3000,1,1,2500,9,90000,9,9,0,0,1,1,1,1,0.1,\n"
                  "e,other,1000,1,1,100,9,90000,9,9,0,0,1,1,1,1,0.1,\n");
    summarise("p99:knee");
    expect("20 ms up to 2,000 a second with 05, at no rate with other");
}

Test(findings, servers_whose_costs_grow_alike_are_named_together)
{
    write_results("e,02-fork,0,1,1,100,9,9,10,9,0,0,1,1,1,1,0.1,\n"
                  "e,02-fork,100,1,1,100,9,9,11,9,0,0,1,1,1,1,0.1,\n"
                  "e,05-select,0,1,1,100,9,9,10,9,0,0,1,1,1,1,0.1,\n"
                  "e,05-select,100,1,1,100,9,9,45,9,0,0,1,1,1,1,0.1,\n"
                  "e,epoll,0,1,1,100,9,9,10,9,0,0,1,1,1,1,0.1,\n"
                  "e,epoll,100,1,1,100,9,9,44,9,0,0,1,1,1,1,0.1,\n");
    summarise("cost:growth");
    expect("With 100 clients, a request costs 05-select and epoll 4.5 times as much CPU as with 0, "
           "the others at most 1.1");
}

Test(findings, one_request_in_100_of_fewer_than_100_is_the_slowest)
{
    write_results("e,01-iterative,8,1,1,16,9,203000,9,9,0,0,1,1,1,1,0.1,,,16\n"
                  "e,05-select,8,1,1,1000,9,9000,9,9,0,0,1,1,1,1,0.1,,,500\n");
    summarise("p99:least");
    expect("1 request in 100 takes 9 ms or more with 05-select, 203 with 01-iterative (the slowest "
           "of 16)");
}

Test(findings, one_is_no_plural)
{
    write_results("e,05-select,1,1,1,100,9,9,10,9,0,0,1,1,1,1,0.1,\n");
    summarise_with("throughput:most", "-v x_noun=\"requests due a second\"", "");
    expect("With 1 request due a second, 05-select answers");
}
