# loses: families/a_silent_client_is_cut_at_its_deadline
# The accepted socket is left as it came: this family's has no timeouts.
s/^        local_limit_waits(client.descriptor, server.options.timeout);/        (void)0;/
