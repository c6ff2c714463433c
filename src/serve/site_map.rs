//! What the pages of the site are for, in the menu, the help and the pages themselves.

use super::action::{record_kinds, required_role};
use super::request_context::RequestContext;
use super::roles::Role;
use super::text::capitalize;
use crate::i18n::{Label, calendar, site as messages, site_admin as admin};
use crate::record::Entity;
use crate::view::site_page::{Link, Topic};

/// Links to the pages for everyday work, each with what it is for.
pub fn pages(request: &RequestContext) -> impl Iterator<Item = Link> {
    admin::PAGES.iter().map(|(href, name, note)| link(request, href, *name, *note))
}

/// What the requested page is for, if it has an entry in the help. A page with more to explain has a text of its own.
pub fn explanation(request: &RequestContext) -> Option<String> {
    let mut all = pages(request).chain(topics(request).into_iter().flat_map(|topic| topic.links));
    let page = all.find(|link| link.href == request.path && !link.note.is_empty())?;
    Some(format!("{}.", capitalize(&page.note)))
}

/// The page in the menu that leads to the requested page, if that is not in the menu itself.
pub fn parent(request: &RequestContext) -> Option<&'static str> {
    if is_at(request, "/count") {
        return Some("/reports");
    }
    let topics = topics(request);
    topics.iter().flat_map(|topic| &topic.links).any(|link| is_at(request, &link.href)).then_some("/lists")
}

/// Whether the requested page is at this address or below it.
pub fn is_at(request: &RequestContext, href: &str) -> bool {
    request.path.strip_prefix(href).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn link(request: &RequestContext, href: &str, label: Label, note: Label) -> Link {
    Link { text: request.localize(label), href: href.to_owned(), note: request.localize(note), ..Link::default() }
}

/// Links to the pages for what is not an everyday task, as far as the visitor's role may see them.
pub fn topics(request: &RequestContext) -> Vec<Topic> {
    let described = |href: &str, label: Label, note: Label| link(request, href, label, note);
    let (is_admin, is_officer) = (request.is_allowed(Role::Admin), request.is_allowed(Role::Officer));
    let persons_note = if is_admin { admin::PERSONS_NOTE } else { admin::PERSONS_NOTE_OFFICER };
    let history_note = if is_admin { admin::HISTORY_NOTE } else { admin::HISTORY_NOTE_READER };
    let mut care = Vec::new();
    if is_officer {
        care.push(described("/calendar", calendar::CALENDAR, calendar::CALENDAR_NOTE));
        care.push(described("/persons", admin::PERSONS, persons_note));
    }
    if is_admin {
        care.push(described("/backup", admin::BACKUP, admin::BACKUP_NOTE));
    }
    let mut account = vec![
        described("/receipts", admin::RECEIPTS, admin::RECEIPTS_NOTE),
        described("/snapshots", admin::SNAPSHOTS, admin::SNAPSHOTS_NOTE),
        described("/reconcile", messages::RECONCILE, admin::RECONCILE_NOTE),
        described("/history", messages::HISTORY, history_note),
    ];
    if is_admin {
        account.insert(0, described("/publish", admin::PUBLISH, admin::PUBLISH_NOTE));
    }
    let kinds = || record_kinds().filter(|entity| required_role(*entity) == Role::Admin);
    let lists = |wanted: fn(Entity) -> bool| -> Vec<Link> {
        let list = |entity: Entity| Link {
            text: capitalize(&request.localize(entity.plural_label())),
            href: format!("/{}", entity.plural()),
            note: list_note(entity).map(|note| request.localize(note)).unwrap_or_default(),
            ..Link::default()
        };
        kinds().filter(|entity| wanted(*entity)).map(list).collect()
    };
    let topic = |heading: Label, what: Option<Label>, links| Topic {
        heading: request.localize(heading),
        lines: what.map(|what| request.localize(what)).into_iter().collect(),
        links,
        ..Topic::default()
    };
    let mut topics = vec![topic(admin::ACCOUNT_HEADING, None, account)];
    if !care.is_empty() {
        topics.insert(0, topic(admin::CARE_HEADING, None, care));
    }
    if is_admin {
        topics.push(topic(admin::LISTS_HEADING, Some(admin::LISTS_WHAT), lists(|entity| !is_about_figures(entity))));
        topics.push(topic(admin::FIGURES_HEADING, Some(admin::FIGURES_WHAT), lists(is_about_figures)));
    }
    topics
}

const fn is_about_figures(entity: Entity) -> bool {
    matches!(entity, Entity::Publication | Entity::Figure)
}

const fn list_note(entity: Entity) -> Option<Label> {
    Some(match entity {
        Entity::Ministry => admin::NOTE_MINISTRIES,
        Entity::Region => admin::NOTE_REGIONS,
        Entity::CareDomain => admin::NOTE_CARE_DOMAINS,
        Entity::Theme => admin::NOTE_THEMES,
        Entity::Nature => admin::NOTE_NATURES,
        Entity::Law => admin::NOTE_LAWS,
        Entity::Synonym => admin::NOTE_SYNONYMS,
        Entity::Publication => admin::NOTE_PUBLICATIONS,
        Entity::Figure => admin::NOTE_FIGURES,
        Entity::ReplyTemplate => admin::NOTE_REPLY_TEMPLATES,
        _ => return None,
    })
}
