//! Where the script of a page finds the values of a field, so that somebody can choose a record by a part of its title.

use super::page::link;
use super::request_context::RequestContext;
use super::roles::Role;
use super::site_command::API_ROOT;
use crate::i18n::{Text, site as messages};
use crate::record::{Attribute, Entity, Kind};
use crate::view::site_page::Lookup;

/// Limit on the records of a list that the script loads at once. Somebody can type the value of any other record.
const MAX_LISTED: u64 = 1_000;
/// Limit on the results of a search.
const MAX_FOUND: u64 = 12;

/// The address of a search for the script, to which it adds the typed text.
fn search_address(filter: &str) -> String {
    format!("{API_ROOT}/search?limit={MAX_FOUND}{filter}&q=")
}

/// How to look up an open obstacle.
pub fn open_obstacles(request: &RequestContext) -> Lookup {
    let list = link(request.localize(messages::OPEN_OBSTACLES), "/obstacles?status=open");
    Lookup { search: Some(search_address("&status=open")), links: vec![list], ..Lookup::default() }
}

/// Returns how to look up the values of an option; `None` if its values are not records.
pub fn lookup(
    request: &RequestContext,
    option: &str,
    attribute: Option<&'static Attribute>,
    is_filter: bool,
) -> Option<Lookup> {
    let numbered = |entity: Entity| format!("{API_ROOT}/{}?columns=number,title&limit={MAX_LISTED}", entity.plural());
    let search = |filter: &str| Some(search_address(filter));
    let (lookup, entities) = match attribute.map(|attribute| (attribute.name, attribute.kind)) {
        None if option == "to" => {
            let lists = vec![numbered(Entity::Factsheet), numbered(Entity::Scheme)];
            let lookup = Lookup { lists, search: search(""), is_many: true, ..Lookup::default() };
            (lookup, vec![Entity::Factsheet, Entity::Scheme, Entity::Obstacle])
        }
        Some((_, Kind::References(entity @ (Entity::Factsheet | Entity::Scheme), _))) => {
            (Lookup { lists: vec![numbered(entity)], is_many: true, ..Lookup::default() }, vec![entity])
        }
        Some((name, Kind::References(Entity::Obstacle, _))) => {
            let filter = if name == "precedents" { "&status=solved" } else { "" };
            (Lookup { search: search(filter), is_many: true, ..Lookup::default() }, vec![Entity::Obstacle])
        }
        Some((_, Kind::Reference(Entity::Obstacle))) => {
            (Lookup { search: search(""), ..Lookup::default() }, vec![Entity::Obstacle])
        }
        Some((_, Kind::Laws(_))) => {
            let lists = vec![format!("{API_ROOT}/laws?limit={MAX_LISTED}")];
            (Lookup { lists, is_many: true, is_law: true, ..Lookup::default() }, vec![Entity::Law])
        }
        Some(("handler", Kind::Reference(Entity::Person))) => {
            (Lookup { lists: vec![format!("{API_ROOT}/counts?by=handler")], ..Lookup::default() }, Vec::new())
        }
        Some((_, Kind::References(Entity::Person, _))) => {
            // The others may not see persons, and type a name.
            if !request.is_allowed(Role::Officer) {
                return None;
            }
            let search = Some(format!("/persons?format=json&limit={MAX_FOUND}&q="));
            (Lookup { search, is_many: true, ..Lookup::default() }, Vec::new())
        }
        _ => return None,
    };
    let to_list = |entity: Entity| {
        let text: Text = messages::list_of(entity.plural_label());
        link(request.localize(text), format!("/{}", entity.plural()))
    };
    let links = if is_filter { Vec::new() } else { entities.into_iter().map(to_list).collect() };
    Some(Lookup { links, ..lookup })
}
