# lanes_finding.awk - says in words what the measured lanes of a scene show, and prepares its picture.
# usage: awk -v unit=150 -f lanes_finding.awk [BEFORE-lanes.dat] SCENE-lanes.dat
#            prints what the reader can see; and what changed, if the scene before is given
#        awk -v unit=150 -v gp=FILE -f lanes_finding.awk SCENE-lanes.dat
#            instead, the picture's words and figures for swimlane.gp, in FILE
# unit is what one client takes by itself, in ms. Nothing is said here that the figures do not say.
#
# SCENE-lanes.dat begins with "# TITLE: what the clients do"; "# STAGE: its model" stands before the
# segments of each stage, two empty lines after them.

$1 == "#" {
    words = substr($0, 3)
    name = substr(words, 1, index(words, ": ") - 1)
    words = substr(words, length(name) + 3)
    if (FNR == 1) {
        title[++scene] = name
        subtitle = words
    } else {
        stage = name
        model[stage] = words
        if (!(stage in known)) {
            known[stage] = 1
            stages[++stage_count] = stage
        }
    }
}

{ kinds[$2] = 1 }

$2 == "reply" || $2 == "fail" {
    if ($1 > clients[scene, stage])
        clients[scene, stage] = $1 + 0
    if ($2 == "fail") {
        failures[scene, stage] += !((scene, stage, $1) in failed) # clients are counted, not requests
        failed[scene, stage, $1] = $5
        failed_at[stage, $1] = $4
    } else {
        finished[scene, stage, $1] = $4 + 0
        if ($4 > last[scene, stage])
            last[scene, stage] = $4 + 0
    }
}

# When the clients had their last replies: those less than half a unit apart came together, as one
# group. One for each client is a staircase; one for all is side by side; several of a size are waves.
function pattern_of(scene, stage,    i, j, n, value, times, size, sizes, groups) {
    n = clients[scene, stage]
    if (n < 2 || failures[scene, stage])
        return ""
    for (i = 1; i <= n; i++) {
        value = finished[scene, stage, i]
        for (j = i - 1; j > 0 && times[j] > value; j--)
            times[j + 1] = times[j]
        times[j + 1] = value
    }
    groups = size = 1
    for (i = 2; i <= n + 1; i++) {
        if (i <= n && times[i] - times[i - 1] < unit / 2) {
            size++
        } else {
            sizes[groups] = size
            if (i <= n)
                groups++
            size = 1
        }
    }
    if (groups == 1)
        return "side by side"
    if (groups == n)
        return "one after the other"
    for (i = 2; i < groups; i++)
        if (sizes[i] != sizes[1])
            return ""
    return (sizes[groups] > sizes[1] ? "" : "in waves of " sizes[1])
}

function list_of(names, count,    i, text) {
    text = names[1]
    for (i = 2; i <= count; i++)
        text = text (i == count ? " and " : ", ") names[i]
    return text
}

# "152 and 153 ms", or "152 ms in each".
function list_of_times(times, count,    i) {
    for (i = 2; i <= count && times[i] == times[1]; i++) { }
    return (count > 1 && i > count ? times[1] " ms in each" : list_of(times, count) " ms")
}

# Stages that show the same pattern, in one sentence.
function sentence(pattern,    i, count, stage, names, times, said) {
    for (i = 1; i <= stage_count; i++) {
        stage = stages[i]
        if (patterns[scene, stage] == pattern && !failures[scene, stage]) {
            names[++count] = stage
            times[count] = sprintf("%.0f", last[scene, stage])
            told[stage] = 1
        }
    }
    said = list_of(names, count) (count == 1 ? " serves" : " serve") " the clients "
    if (pattern == "one after the other")
        said = said "one after the other, a staircase"
    else
        said = said (pattern == "" ? "in no simple pattern" : pattern)
    said = said (explained ? ": " : ": the last reply came after ") list_of_times(times, count) "."
    explained = 1
    return said
}

function what_is_seen(    i, stage, text) {
    for (i = 1; i <= stage_count; i++) {
        stage = stages[i]
        if (failures[scene, stage])
            text = text sprintf(" In %s, %d of %d clients got no good reply.", stage, failures[scene, stage],
                clients[scene, stage])
        else if (!(stage in told))
            text = text " " sentence(patterns[scene, stage])
    }
    return text
}

# Stages that did otherwise in the scene before.
function what_changed(    i, stage, was, is, text) {
    for (i = 1; i <= stage_count; i++) {
        stage = stages[i]
        was = patterns[1, stage]
        is = patterns[scene, stage]
        if (was == "" || is == "" || was == is)
            continue
        text = text sprintf(" %s differs: %s with %s, %s with %s.", stage, was, tolower(title[1]), is,
            tolower(title[scene]))
        if (was == "one after the other" && is == "side by side")
            text = text " Work holds up all its clients; a slow client holds up only itself."
    }
    return text
}

function print_wrapped(text,    i, count, words, line) {
    count = split(text, words, " ")
    for (i = 1; i <= count; i++) {
        if (length(line) + length(words[i]) > 77) {
            print line
            line = ""
        }
        line = line (line == "" ? "" : " ") words[i]
    }
    if (line != "")
        print line
}

# The stages whose last reply came within a tenth of this time: "302 to 304 ms from A and B".
function stages_near(time,    i, count, names, value, least, most) {
    for (i = 1; i <= stage_count; i++) {
        value = last[scene, stages[i]]
        if (value == "" || value < time / 1.1 || value > time * 1.1)
            continue
        names[++count] = stages[i]
        if (count == 1 || value < least)
            least = value
        if (count == 1 || value > most)
            most = value
    }
    least = sprintf("%.0f", least)
    most = sprintf("%.0f", most)
    return (least == most ? most : least " to " most) " ms from " list_of(names, count)
}

function finding(    i, time, least, most) {
    for (i = 1; i <= stage_count; i++) {
        time = last[scene, stages[i]]
        if (time == "")
            continue
        if (least == "" || time < least)
            least = time
        if (most == "" || time > most)
            most = time
    }
    if (most == "")
        return title[scene] ": no client had a reply"
    if (most <= least * 1.1)
        return sprintf("%s: the last reply comes after %.0f ms, whichever the server", title[scene], most)
    return title[scene] ": the last reply comes after " stages_near(most) ",\"\nfinding_goes_on = \"after " \
           stages_near(least)
}

function write_picture(    i, j, stage, said, all_failures, most_clients) {
    for (i = 1; i <= stage_count; i++)
        all_failures += failures[scene, stages[i]]
    printf("# made from the timelines: what swimlane.gp draws\n") > gp
    printf("finding_goes_on = \"\"\nfinding = \"%s\"\nsubtitle = \"%s\"\n", finding(),
        subtitle (all_failures ? sprintf(" %d had no good reply.", all_failures) : "")) > gp
    printf("array server[%d]\narray model[%d]\narray pattern[%d]\n", stage_count, stage_count,
        stage_count) > gp
    for (i = 1; i <= stage_count; i++) {
        stage = stages[i]
        if (clients[scene, stage] > most_clients)
            most_clients = clients[scene, stage]
        said = (patterns[scene, stage] == "" ? "no simple pattern" : patterns[scene, stage])
        if (failures[scene, stage])
            said = failures[scene, stage] " of " clients[scene, stage] " failed"
        printf("server[%d] = \"%s\"\nmodel[%d] = \"%s\"\npattern[%d] = \"%s\"\n", i, stage, i, model[stage],
            i, said) > gp
    }
    printf("stages = %d\nclients = %d\n", stage_count, most_clients) > gp
    printf("some_send = %d\nsome_work = %d\n", "send" in kinds, "work" in kinds) > gp
    printf("# stage, client, when it was done (ms), what is said there\n$ends << END\n") > gp
    for (i = 1; i <= stage_count; i++) {
        stage = stages[i]
        for (j = 1; j <= clients[scene, stage]; j++)
            if ((scene, stage, j) in failed)
                printf("%d %d %.3f \"failed: %s\"\n", i, j, failed_at[stage, j], failed[scene, stage, j]) > gp
            else
                printf("%d %d %.3f \"%.0f ms\"\n", i, j, finished[scene, stage, j],
                    finished[scene, stage, j]) > gp
    }
    printf("END\n") > gp
    close(gp)
}

END {
    for (i = 1; i <= scene; i++)
        for (j = 1; j <= stage_count; j++)
            patterns[i, stages[j]] = pattern_of(i, stages[j])
    if (gp != "") {
        write_picture()
    } else {
        print_wrapped("What to see: " what_is_seen())
        if (scene > 1)
            print_wrapped(what_changed())
    }
}
