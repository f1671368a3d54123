//! Keys of the mapping at the cursor, and whole mappings where one begins.

use flowglass_expression::Language;
use flowglass_flow::{Dialect, Mode, Parsed, Words, keys};

use super::{Completion, CompletionKind, Context, Documented};
use crate::compose::Composer;
use crate::documentation::{self, Parameter};
use crate::insert::{Insert, Piece};
use crate::place::{NEVER_OFFERED, PARTNERS, Place, Value};
use crate::probe::{Form, Probe};
use crate::spot::{child, text_of};

const REQUIRED: Words = Words::new("required", "必填");
const WHOLE_STEP: Words = Words::new("whole step", "完整步骤");
const WHOLE_STATE: Words = Words::new("whole state", "完整状态");
const WHOLE_ENTRY: Words = Words::new("whole entry", "完整条目");
const PARAMETER: Words = Words::new("parameter", "参数");

/// Lists the keys that may stand at the cursor.
pub(super) fn complete(probe: &Probe, parsed: &Parsed, context: &Context<'_>) -> Vec<Completion> {
    let Some(frame) = probe.spot.innermost() else { return Vec::new() };
    let document = probe.document();
    let present = probe.spot.other_keys(document);
    let mut offer = Offer { probe, parsed, language: context.language, list: Vec::new() };
    let place = frame.place;
    if probe.token.colon {
        offer.other_keys(place, &present);
        return offer.list;
    }
    match place {
        Place::Parameters | Place::ServiceParams => offer.parameters(place, &present),
        Place::LegacyStep("") | Place::State("") if present.is_empty() => offer.steps(),
        _ if present.is_empty() && place.required().len() > 1 => offer.whole(place),
        _ => offer.keys(place, &present, context.file.mode),
    }
    offer.list
}

struct Offer<'a> {
    probe: &'a Probe,
    parsed: &'a Parsed,
    language: Language,
    list: Vec<Completion>,
}

impl Offer<'_> {
    /// A composer for this place.
    fn composer(&self) -> Composer {
        let document = self.probe.document();
        let spot = &self.probe.spot;
        // A key that opens a scope begins with one of its own states; every other jump is to a sibling.
        let opens_scope =
            matches!(spot.innermost().map(|frame| frame.place), Some(Place::Branch | Place::Processor | Place::Flow));
        let targets = spot.steps_in_scope(document, if opens_scope { Value::Start } else { Value::Step });
        let own = spot
            .step()
            .and_then(|(index, _)| spot.text(document, index, "Name").or_else(|| spot.text(document, index, "name")));
        let targets = targets.into_iter().map(|(name, _)| name).filter(|name| Some(name) != own.as_ref()).collect();
        let called = spot.step().map(|(index, _)| {
            let text = |key| spot.text(document, index, key);
            text("Action").or_else(|| text("resourceArn")).unwrap_or_default()
        });
        let flow = self.parsed.flow.as_ref().or(self.probe.parsed.flow.as_ref());
        Composer::new(self.probe.dialect(), flow, targets, called.unwrap_or_default(), self.probe.token.flow)
    }

    /// Where the keys of the mapping begin, when it is written in lines.
    fn column(&self) -> usize {
        self.probe.token.column + if self.probe.form == Form::Item { 2 } else { 0 }
    }

    fn write(&self, entries: &[(String, Piece)]) -> Insert {
        let mut insert = Insert::plain(if self.probe.form == Form::Item { "- " } else { "" });
        if self.probe.token.flow {
            insert.flow_entries(entries);
        } else {
            insert.entries(entries, self.column());
        }
        insert
    }

    fn add(&mut self, label: &str, kind: CompletionKind, insert: Insert, detail: &str, about: Option<Documented>) {
        let rank = self.list.len() as u32 + if detail == REQUIRED.say(self.language) { 0 } else { 100 };
        let completion = Completion {
            label: label.to_owned(),
            kind,
            span: self.probe.token.span,
            insert,
            detail: detail.to_owned(),
            about,
            rank,
        };
        self.list.push(completion);
    }

    fn about(&self, place: Place, key: &str) -> Option<Documented> {
        documentation::key_about(place, key).map(|about| Documented::new(about, self.language))
    }

    /// Whole steps, one for each type.
    fn steps(&mut self) {
        let dialect = self.probe.dialect();
        let (types, detail) = match dialect {
            Dialect::Legacy => (keys::LEGACY_TYPES, WHOLE_STEP),
            Dialect::StateMachine => (keys::MACHINE_TYPES, WHOLE_STATE),
        };
        for kind in types {
            let Some(entries) = self.composer().step(kind) else { continue };
            let about = documentation::kind(dialect, kind).map(|about| Documented::new(about, self.language));
            self.add(kind, CompletionKind::Snippet, self.write(&entries), detail.say(self.language), about);
        }
    }

    /// The whole mapping, which needs several keys to stand.
    fn whole(&mut self, place: Place) {
        let Some(entries) = self.composer().mapping(place) else { return };
        let Some((first, _)) = entries.first().cloned() else { return };
        let about = self.about(place, &first);
        self.add(&first, CompletionKind::Snippet, self.write(&entries), WHOLE_ENTRY.say(self.language), about);
    }

    /// The keys that are not there yet.
    fn keys(&mut self, place: Place, present: &[String], mode: Mode) {
        let document = self.probe.document();
        let distributed = self.probe.spot.innermost().is_some_and(|frame| {
            let processor = child(document, frame.mapping, "Processor");
            let inside = processor.and_then(|processor| child(document, processor, "ProcessorConfig"));
            let config = child(document, frame.mapping, "ProcessorConfig").or(inside);
            config.is_some_and(|config| text_of(document, config, "Mode").as_deref() != Some("Inline"))
        });
        let in_map = self.probe.spot.frames.iter().any(|frame| frame.place == Place::Processor);
        let mut keys = place.required().to_vec();
        keys.extend(place.keys().into_iter().filter(|key| !place.required().contains(key)));
        // What only this type has comes before what every step has.
        let shared = match place.dialect() {
            Dialect::Legacy => Place::LegacyStep("pass").keys(),
            Dialect::StateMachine => Place::State("Pass").keys(),
        };
        keys.sort_by_key(|key| {
            let required = place.required().contains(key);
            let common = place.kind().is_some() && shared.contains(key);
            (!required, common, matches!(*key, "Description" | "GlobalConstructor"))
        });
        for key in keys {
            let there = |key: &str| present.iter().any(|known| known == key);
            let excluded = PARTNERS.iter().any(|partners| {
                partners.contains(&key)
                    && partners.iter().any(|partner| there(partner) && !parts_of_choice(place, partner))
            });
            if there(key)
                || excluded
                || NEVER_OFFERED.contains(&key)
                || (keys::DISTRIBUTED.contains(&key) && !distributed)
                || (key == "GlobalConstructor" && in_map)
                || (matches!(place, Place::State("Succeed" | "Fail")) && matches!(key, "Next" | "End"))
                || (key == "TaskMode" && mode == Mode::Express)
            {
                continue;
            }
            let entries = if place.value(key) == Some(Value::Type) {
                self.type_entries(place, present)
            } else {
                self.composer().entry(place, key).map(|entry| vec![entry])
            };
            let Some(entries) = entries else { continue };
            let needed = place.required().contains(&key) && !matches!(key, "End" | "Parameters");
            let detail = if needed { REQUIRED.say(self.language) } else { "" };
            self.add(key, CompletionKind::Key, self.write(&entries), detail, self.about(place, key));
        }
    }

    /// The type of a step that has none yet, with what the simplest fitting type needs besides.
    fn type_entries(&self, place: Place, present: &[String]) -> Option<Vec<(String, Piece)>> {
        let dialect = place.dialect();
        let kinds = match dialect {
            Dialect::Legacy => keys::LEGACY_TYPES,
            Dialect::StateMachine => keys::MACHINE_TYPES,
        };
        let fits = |kind: &&&'static str| {
            let keys = Place::step(dialect, kind).keys();
            present.iter().all(|key| keys.contains(&key.as_str()))
        };
        let kind = kinds.iter().find(fits)?;
        Some(missing_entries(&mut self.composer(), Place::step(dialect, kind), present))
    }

    /// Other keys for the value that stands behind the colon; those that do not fit are sorted out by the checker.
    fn other_keys(&mut self, place: Place, present: &[String]) {
        for key in place.keys() {
            if present.iter().all(|known| known != key) && !NEVER_OFFERED.contains(&key) {
                self.add(key, CompletionKind::Key, Insert::plain(key), "", self.about(place, key));
            }
        }
    }

    /// The parameters of what the task calls.
    fn parameters(&mut self, place: Place, present: &[String]) {
        let document = self.probe.document();
        let spot = &self.probe.spot;
        let Some((step, _)) = spot.step() else { return };
        let parameters: &[Parameter] = match place {
            Place::Parameters => {
                let action = spot.text(document, step, "Action").unwrap_or_default();
                documentation::action(&action).map_or(&[], |action| action.parameters)
            }
            _ => {
                let arn = spot.text(document, step, "resourceArn").unwrap_or_default();
                documentation::legacy_target(&arn).map_or(&[], |target| target.parameters)
            }
        };
        let there = |name: &str| present.iter().any(|known| known.strip_suffix(".$").unwrap_or(known) == name);
        let missing: Vec<_> = parameters.iter().filter(|parameter| !there(parameter.name)).collect();
        for parameter in missing {
            let entry = self.composer().parameter(parameter);
            let detail = if parameter.required { REQUIRED } else { PARAMETER };
            let about = Some(Documented::new(&parameter.about, self.language));
            let insert = self.write(&[entry]);
            self.add(parameter.name, CompletionKind::Key, insert, detail.say(self.language), about);
        }
    }
}

/// `Next` of a choice's branch has no partner.
fn parts_of_choice(place: Place, partner: &str) -> bool {
    matches!(place, Place::Arm | Place::Catch) && partner == "Next"
}

/// The keys that a step of the type of `place` needs and does not have, its type first.
pub(super) fn missing_entries(composer: &mut Composer, place: Place, present: &[String]) -> Vec<(String, Piece)> {
    let there = |key: &str| present.iter().any(|known| known == key);
    let has_partner = |key: &str| {
        PARTNERS.iter().any(|partners| partners.contains(&key) && partners.iter().any(|partner| there(partner)))
    };
    let missing = place.required().iter().filter(|key| !there(key) && !has_partner(key));
    missing.filter_map(|key| composer.entry(place, key)).collect()
}
