//! A day of an officer's work, from an empty folder to published figures.

use crate::common::Sandbox;

#[test]
fn an_obstacle_goes_from_a_call_to_a_counted_solution() {
    let sandbox = Sandbox::empty();
    assert_eq!(
        sandbox.run("init").notices(),
        "Register register.db was created\nNext: ruimte log 'Title' --ministry OCW, or ruimte import obstacles FILE\n"
    );
    let log = "log 'Standaardcontract past niet bij drie stages' --ministry ocw --involved VWS,SZW --region 12 --law 'BWBR0007625 art. 7.2.8' --received 12-5-2018 --question 'Mag het ook in één contract?'";
    assert_eq!(sandbox.run(log).ok(), "B-001\n");
    assert_eq!(sandbox.run("contact call 1 --with 'OCW, directie mbo' --ministry OCW --on 2018-05-14").ok(), "C-001\n");
    assert_eq!(sandbox.run("factsheet add Stagecontracten --published 2018-06-01").ok(), "F-01\n");
    assert_eq!(
        sandbox.run("analyse b1 --analysis 'De wet schrijft geen model voor.'").notices(),
        "B-001 is in analysis\n"
    );
    let classify = "classify B-001 within-rules --because 'Eén gecombineerd contract volstaat' --answer 'Ja, dat mag.' --on 2018-06-02 --factsheet F-01";
    assert_eq!(sandbox.run(classify).notices(), "B-001 is solved: within the rules\n");
    assert_eq!(
        sandbox.run("show B-001").ok(),
        "\
number       B-001
title        Standaardcontract past niet bij drie stages
question     Mag het ook in één contract?
analysis     De wet schrijft geen model voor.
answer       Ja, dat mag.
ministry     OCW
involved     SZW; VWS
region       12 Rotterdam
status       solved
resolution   within the rules
reason       Eén gecombineerd contract volstaat
received     2018-05-12
answered     2018-06-02
solved       2018-06-02
laws         BWBR0007625 art. 7.2.8
factsheets   F-01
provenance   logged
publishable  no

Factsheets
number  title
F-01    Stagecontracten

Contacts
number  kind        date        ministry  with               note
C-001   phone call  2018-05-14  OCW       OCW, directie mbo
"
    );
    let counted = sandbox.run("count --by ministry");
    assert_eq!(counted.stderr, "1 obstacle\n");
    assert_eq!(
        counted.stdout,
        "\
ministry  as lead  mentions
OCW             1         1
SZW             0         1
VWS             0         1
Total           1         3
"
    );
}
