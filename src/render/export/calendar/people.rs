//! Who is invited, and who invites. Nobody's address is made up: whose address the reader does not see has none.

use icalendar::{Component, Event, Property};

use super::text;
use crate::model::{Contact, Line};
use crate::render::export::exported::Exported;
use crate::render::export::sides::side_name;

/// What stands for the address of an organizer who has none to show: no mail goes there, and calendars know it.
const NO_ADDRESS: &str = "invalid:nomail";

/// The organizer, whom every invitation has (RFC 5546, 3.2.2): the DRI, otherwise the home side. Invited is everybody
/// else with an address; where nobody is, the organizer attends alone, as an invitation has somebody who attends.
pub(super) fn invite(exported: &Exported<'_>, event: &mut Event) {
    let runbook = exported.runbook;
    let dri = runbook.dri_contact();
    let organizer = dri.and_then(address);
    let name = dri.map(Contact::label).or(runbook.dri.as_ref().map(AsRef::as_ref)).map(str::to_owned);
    let name = name.unwrap_or_else(|| side_name(exported.home_side.as_str()));
    let organizer_address = organizer.as_deref().unwrap_or(NO_ADDRESS);
    event.append_property(named("ORGANIZER", &name, organizer_address));
    let mut invited: Vec<String> = organizer.iter().cloned().collect();
    let mut is_alone = true;
    for contact in &runbook.contacts {
        let Some(address) = address(contact).filter(|address| !is_among(&invited, address)) else { continue };
        // an answer is wanted where it arrives
        let answer = if organizer.is_some() { "TRUE" } else { "FALSE" };
        let mut attendee = named("ATTENDEE", contact.label(), &address);
        attendee.add_parameter("ROLE", "REQ-PARTICIPANT").add_parameter("PARTSTAT", "NEEDS-ACTION");
        event.append_multi_property(attendee.add_parameter("RSVP", answer).done());
        invited.push(address);
        is_alone = false;
    }
    if is_alone {
        let mut attendee = named("ATTENDEE", &name, organizer_address);
        event.append_multi_property(
            attendee.add_parameter("ROLE", "CHAIR").add_parameter("PARTSTAT", "ACCEPTED").done(),
        );
    }
}

/// A host's name has no case, and in practice nobody's name before it has.
fn is_among(invited: &[String], address: &str) -> bool {
    invited.iter().any(|own| own.eq_ignore_ascii_case(address))
}

/// True for one address and nothing else, which a calendar can invite.
pub fn can_be_invited(email: &Line) -> bool {
    text::mail_address(email.as_str()).is_some()
}

fn address(contact: &Contact) -> Option<String> {
    text::mail_address(contact.email.as_ref()?.as_str())
}

fn named(property: &str, name: &str, address: &str) -> Property {
    Property::new(property, address).add_parameter("CN", &text::quoted(name)).done()
}
