//! What happens to the filings of the demonstration: every branch of the
//! procedure is some filing's life.

/// One act in the life of a filing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    /// Opens the case and hands everything in.
    Prepare,
    Submit,
    /// Submits, and expects to be refused under this guard.
    SubmitRefused(&'static str),
    /// A lower level is claimed after the refusal.
    ClaimLower,
    RequestCorrection,
    Correct,
    Resubmit,
    DeclareConflict,
    Accept,
    Propose,
    ProposeClosing,
    SendBack,
    File,
    Close,
    Withdraw,
    NoteChange,
    DeclareChange,
    /// Opens a new filing that takes this one's place, and goes on with it.
    Refile,
    ChangeSupport,
    Cancel,
    ProposeRevocation(&'static str),
    DropRevocation,
    Revoke(&'static str),
}

/// How a filing is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    Usual,
    Agent,
    OwnLaboratory,
    Leading,
    Enhanced,
    /// Claims a level above the one that the report reaches.
    Overclaims,
    /// Support ends soon after the filing.
    ShortSupport,
    /// Rests on the public dossier of a real product.
    Dossier,
}

/// A filing's life: how it is made, then days to wait and what to do.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan {
    pub(crate) manner: Manner,
    pub(crate) acts: &'static [(u16, Act)],
}

impl Plan {
    /// Whether the filing body has not decided when the plan is over.
    pub(crate) fn is_left_open(&self) -> bool {
        matches!(self.acts.last(), Some((_, Act::Accept)))
    }
}

use Act::{
    Accept, Cancel, ChangeSupport, ClaimLower, Close, Correct, DeclareChange, DeclareConflict,
    DropRevocation, File, NoteChange, Prepare, Propose, ProposeClosing, ProposeRevocation, Refile,
    RequestCorrection, Resubmit, Revoke, SendBack, Submit, SubmitRefused, Withdraw,
};

const FILED: &[(u16, Act)] = &[
    (0, Prepare),
    (1, Submit),
    (2, Accept),
    (3, Propose),
    (2, File),
];

macro_rules! plan {
    ($manner:ident, $($act:expr),* $(,)?) => {
        Plan { manner: Manner::$manner, acts: &[$($act),*] }
    };
}

/// The lives, in turn. The first is by far the most frequent.
pub(crate) const PLANS: &[Plan] = &[
    Plan {
        manner: Manner::Usual,
        acts: FILED,
    },
    Plan {
        manner: Manner::Enhanced,
        acts: FILED,
    },
    Plan {
        manner: Manner::Leading,
        acts: FILED,
    },
    Plan {
        manner: Manner::Agent,
        acts: FILED,
    },
    Plan {
        manner: Manner::OwnLaboratory,
        acts: FILED,
    },
    plan!(
        Usual,
        (0, Prepare),
        (1, Submit),
        (3, RequestCorrection),
        (5, Correct),
        (1, Resubmit),
        (1, Accept),
        (4, Propose),
        (2, File)
    ),
    plan!(Usual, (0, Prepare), (1, Submit), (2, RequestCorrection)),
    plan!(
        Usual,
        (0, Prepare),
        (1, Submit),
        (1, DeclareConflict),
        (1, Accept),
        (1, Propose),
        (1, File)
    ),
    plan!(
        Usual,
        (0, Prepare),
        (1, Submit),
        (2, Accept),
        (2, Propose),
        (1, SendBack),
        (2, Propose),
        (2, File)
    ),
    plan!(
        Usual,
        (0, Prepare),
        (1, Submit),
        (2, Accept),
        (3, ProposeClosing),
        (2, Close)
    ),
    plan!(
        Overclaims,
        (0, Prepare),
        (1, SubmitRefused("level-reached")),
        (3, ClaimLower),
        (1, Submit),
        (2, Accept),
        (2, Propose),
        (1, File)
    ),
    plan!(Usual, (0, Prepare), (9, Withdraw)),
    plan!(Usual, (0, Prepare), (1, Submit), (2, Withdraw)),
    plan!(Usual, (0, Prepare), (1, Submit), (2, Accept), (3, Withdraw)),
    plan!(Usual, (0, Prepare)),
    plan!(
        Usual,
        (0, Prepare),
        (1, Submit),
        (2, Accept),
        (3, Propose),
        (2, File),
        (60, NoteChange)
    ),
    plan!(
        Usual,
        (0, Prepare),
        (1, Submit),
        (2, Accept),
        (3, Propose),
        (2, File),
        (90, DeclareChange),
        (8, Refile),
        (2, Submit),
        (2, Accept),
        (2, Propose),
        (1, File)
    ),
    plan!(
        Usual,
        (0, Prepare),
        (1, Submit),
        (2, Accept),
        (3, Propose),
        (2, File),
        (120, ChangeSupport)
    ),
    plan!(
        Usual,
        (0, Prepare),
        (1, Submit),
        (2, Accept),
        (3, Propose),
        (2, File),
        (150, Cancel)
    ),
    plan!(
        ShortSupport,
        (0, Prepare),
        (1, Submit),
        (2, Accept),
        (3, Propose),
        (2, File),
        (120, ProposeRevocation("support-end")),
        (3, Revoke("support-end"))
    ),
    plan!(
        Usual,
        (0, Prepare),
        (1, Submit),
        (2, Accept),
        (3, Propose),
        (2, File),
        (80, ProposeRevocation("false")),
        (4, Revoke("false"))
    ),
    plan!(
        Usual,
        (0, Prepare),
        (1, Submit),
        (2, Accept),
        (3, Propose),
        (2, File),
        (100, ProposeRevocation("mismatch")),
        (4, Revoke("mismatch"))
    ),
    plan!(
        Usual,
        (0, Prepare),
        (1, Submit),
        (2, Accept),
        (3, Propose),
        (2, File),
        (40, ProposeRevocation("misuse")),
        (4, Revoke("misuse"))
    ),
    plan!(
        Usual,
        (0, Prepare),
        (1, Submit),
        (2, Accept),
        (3, Propose),
        (2, File),
        (70, ProposeRevocation("other")),
        (4, Revoke("other"))
    ),
    plan!(
        Usual,
        (0, Prepare),
        (1, Submit),
        (2, Accept),
        (3, Propose),
        (2, File),
        (50, ProposeRevocation("mismatch")),
        (4, DropRevocation)
    ),
    plan!(Usual, (0, Prepare), (1, Submit), (2, Accept)),
];

/// The real dossier's life: filed, and there to be looked at.
pub(crate) const DOSSIER: Plan = Plan {
    manner: Manner::Dossier,
    acts: FILED,
};

/// The plan of filing `at`: every third is a plain one.
pub(crate) fn plan(at: usize) -> &'static Plan {
    let usual = &PLANS[0];
    if at % 3 == 2 {
        usual
    } else {
        PLANS.get((at - at / 3) % PLANS.len()).unwrap_or(usual)
    }
}
