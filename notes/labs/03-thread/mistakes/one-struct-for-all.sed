# loses: lab03/clients_at_the_same_moment_get_each_its_own_answer
# All threads work in one struct client, because it is static.
s/^    conversation_run(&server, client);/    static struct client one; one = *(struct client *)client; conversation_run(\&server, \&one);/
