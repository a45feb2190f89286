# loses: families/clients_are_served_side_by_side
# The parent serves each client itself.
/^        switch (children_fork()) {/,/^        }/c\
        if (path != NULL)\
            local_limit_waits(client.descriptor, server.options.timeout);\
        (void)serve;\
        conversation_run(\&server, \&client);\
        server_close(\&server, \&client);
