02-fork/server: 02-fork/server.c 02-fork/../common/server.h \
 02-fork/../common/client.h 02-fork/../common/listener.h \
 02-fork/../common/options.h 02-fork/../common/service.h \
 02-fork/../common/counters.h 02-fork/../common/pages.h \
 02-fork/../common/stage.h 02-fork/../common/children.h \
 02-fork/../common/conversation.h 02-fork/../common/server.h
