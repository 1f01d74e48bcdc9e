//! What `doctor` found, and what to do about it.

use super::layout::{plain, prose};
use super::page::Page;
use super::palette::{Ink, ink};
use super::signs::count;
use super::style::Style;
use crate::model::DoctorFinding;

/// `doctor`: one paragraph for each finding, its remedy on a line of its own, then the verdict.
pub fn doctor(findings: &[DoctorFinding], style: &Style) -> String {
    let mut page = Page::new(style);
    for finding in findings {
        let sign = if finding.fixed { ink(Ink::Good, "mended") } else { ink(Ink::Bad, "!") };
        page.hang(&format!("{sign} "), &format!("{} ({})", prose(&finding.message), plain(&finding.code)));
        if !finding.fixed && !finding.fix.is_empty() {
            page.line(format!("    {}", plain(&finding.fix)));
        }
    }
    page.blank();
    let open = findings.iter().filter(|finding| !finding.fixed).count();
    page.line(match (findings.len(), open) {
        (0, _) => ink(Ink::Good, "All is well."),
        (all, 0) => ink(Ink::Good, &format!("All is well: {} mended.", count(all, "fault", "faults"))),
        (_, open) => format!("{} to look after.", count(open, "fault", "faults")),
    });
    page.done()
}
