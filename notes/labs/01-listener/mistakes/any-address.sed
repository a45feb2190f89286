# loses: lab01/it_listens_at_the_address_asked_for_and_at_no_other
# Bound to every interface: the whole network can come in.
s/^\/\* \[listen\] \*\/$/static int bind_any(int s, const struct addrinfo *a) { if (a->ai_family == AF_INET) ((struct sockaddr_in *)(void *)a->ai_addr)->sin_addr.s_addr = INADDR_ANY; return bind(s, a->ai_addr, a->ai_addrlen); }/
s/bind(descriptor, a->ai_addr, a->ai_addrlen)/bind_any(descriptor, a)/
