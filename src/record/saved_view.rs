//! The saved view: a filter of obstacles with columns and an order, under a name. A view is personal or for all.

use super::{Entity, attribute::Attribute, attributes};
use crate::i18n::{attribute_labels as labels, choices};

attributes! {
    NUMBER = Attribute::number(Entity::View, &labels::NUMBER);
    NAME = Attribute::line("name", &labels::VIEW_NAME).required();
    /// The filter as options of the command `list`, quoted as for a shell. Persons are in it by number.
    FILTER = Attribute::line("filter", &labels::VIEW_FILTER).set_by_command();
    /// Names of attributes of obstacles, separated by commas.
    COLUMNS = Attribute::line("columns", &labels::VIEW_COLUMNS).set_by_command();
    /// The name of an attribute of obstacles, with a leading `-` for descending order.
    SORT = Attribute::line("sort", &labels::VIEW_SORT).set_by_command();
    FOR_ALL = Attribute::choice("for_all", &labels::FOR_ALL, choices::YES_NO).required().default("no").option("for-all").set_by_command();
    OWNER = Attribute::reference("owner", &labels::VIEW_OWNER, Entity::Person).set_by_command();
    VOID = Attribute::line("void", &labels::VOID).set_by_command().void_only();
}
