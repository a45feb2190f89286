# loses: families/nobody_but_the_owner_may_connect
# The socket is made with whatever rights the umask leaves.
s/umask(0077)/umask(0)/
