//! A kill at every request that a change makes of the system.

use super::chosen;
use super::deeds::{DEEDS, Deed, Ground};
use super::state::{State, leftovers};
use super::strace::{Request, last_requests, requests, with_fault};
use crate::stand::Stand;

/// The states between which a change leads.
pub struct Ends {
    /// Before it.
    pub old: State,
    /// After it.
    pub new: State,
    /// What it asks of the system on the way.
    pub requests: Vec<Request>,
}

/// Makes a change once, to know where it leads.
pub fn ends(ground: &Ground) -> Ends {
    let deed = ground.deed;
    let stand = ground.copy();
    let old = State::of(&stand, deed.path);
    let all = requests(&stand, &deed.call(&stand));
    Ends { old, new: State::of(&stand, deed.path), requests: all.into_iter().filter(|one| one.is_unique).collect() }
}

#[test]
fn a_kill_leaves_the_old_or_the_new_and_the_next_change_works() {
    for (seed, deed) in DEEDS.iter().enumerate() {
        let ground = deed.ground();
        let ends = ends(&ground);
        assert!(ends.new.agrees() && ends.new.commits == ends.old.commits + 1, "{}\n{}", deed.name, ends.new);
        let (mut undone, mut done) = (0, 0);
        for number in chosen(ends.requests.len(), 14, seed * 5) {
            let request = &ends.requests[number];
            let stand = ground.copy();
            let out = with_fault(&stand, &deed.call(&stand), &request.kill());
            let told = || format!("{}, killed at\n  {}\nafter\n{}", deed.name, request.line, last_requests(&stand));
            if out.code == 0 {
                // it needed fewer requests this time
                let state = State::of(&stand, deed.path);
                assert!(state == ends.new, "{}\n{state}", told());
                continue;
            }
            assert_eq!(out.code, 137, "{}\n{out}", told());
            in_between(&stand, deed, &ends, &told);
            assert_eq!(deed.lost(&stand, &out.stdout), Vec::<&str>::new(), "lost by the kill\n{}", told());
            match after_the_next(&stand, deed, &ends, &told) {
                true => done += 1,
                false => undone += 1,
            }
            assert_eq!(deed.lost(&stand, &out.stdout), Vec::<&str>::new(), "lost by healing\n{}", told());
        }
        assert!(undone > 0 && done > 0, "{}: {undone} were undone, {done} finished", deed.name);
        println!("{}: {undone} kills were undone, {done} finished", deed.name);
    }
}

/// Right after the kill: nothing is half, nobody else's work is touched, and the repository is sound.
pub fn in_between(stand: &Stand, deed: &Deed, ends: &Ends, told: &impl Fn() -> String) {
    let state = State::of(stand, deed.path);
    let Ends { old, new, .. } = ends;
    for (place, is, was, will) in [
        ("file", &state.file, &old.file, &new.file),
        ("head", &state.head, &old.head, &new.head),
        ("index", &state.index, &old.index, &new.index),
    ] {
        assert!(is == was || is == will, "the {place} is neither old nor new\n{}\n{state}", told());
    }
    // the file never goes ahead of the branch
    assert!(state.head == new.head || state.file == old.file, "{}\n{state}", told());
    stand.assert_sound();
    if deed.is_command() {
        can_be_read(stand, deed, &state, told);
    }
}

/// Reading needs no healing, does none, and says what is there.
fn can_be_read(stand: &Stand, deed: &Deed, state: &State, told: &impl Fn() -> String) {
    let id = deed.path.trim_start_matches("runbooks/").trim_end_matches(".toml");
    let shown = stand.run(&["show", id, "--json"]);
    let expected: &[i32] = match (&state.file, &state.head) {
        (Some(_), _) => &[0],
        // the trail has it and the file is not there yet
        (None, Some(_)) => &[0, 5],
        (None, None) => &[4],
    };
    assert!(expected.contains(&shown.code), "{}\n{shown}", told());
    stand.run(&["list", "--all", "--json"]).ok();
    assert!(State::of(stand, deed.path) == *state, "reading changed something\n{}", told());
}

/// After the next change: everything agrees, all leftovers are gone. True when the killed change was finished.
pub fn after_the_next(stand: &Stand, deed: &Deed, ends: &Ends, told: &impl Fn() -> String) -> bool {
    let head = State::of(stand, deed.path).head;
    let next = deed.next(stand).run();
    assert_eq!(next.code, 0, "the next change failed\n{}\n{next}\n{}", told(), answer(stand));
    let state = State::of(stand, deed.path);
    let finished = state.commits == ends.new.commits + 1;
    let expected = if finished { &ends.new } else { &ends.old };
    assert!(
        state.agrees() && state.file == expected.file && state.others == expected.others,
        "not {} after the next change\n{}\n{state}",
        if finished { "new" } else { "old" },
        told()
    );
    assert!(state.head == head, "the head's record changed by healing\n{}", told());
    assert_eq!(leftovers(stand), Vec::<String>::new(), "{}", told());
    stand.assert_sound();
    finished
}

fn answer(stand: &Stand) -> String {
    std::fs::read_to_string(stand.top().join("answer")).unwrap_or_default()
}
