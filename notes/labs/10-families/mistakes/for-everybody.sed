# loses: families/nobody_but_the_owner_may_connect
# bind() makes the socket with a umask that lets in every user.
s/umask(0077)/umask(0)/
