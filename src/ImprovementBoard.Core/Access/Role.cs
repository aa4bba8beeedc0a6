namespace ImprovementBoard.Core.Access;

/// <summary>What a person is to one programme. Rights are never global.</summary>
public enum Role
{
    /// <summary>Chairs the improvement board.</summary>
    Chair,

    /// <summary>Sits on the board for an agency.</summary>
    Member,

    /// <summary>Sent by the Department for Education under a direction.</summary>
    Commissioner,

    /// <summary>Leads actions and reports on them.</summary>
    Lead,

    /// <summary>Runs the cycle: chases, checks, builds packs.</summary>
    Office,

    /// <summary>Looks after people, access and settings.</summary>
    Admin,

    /// <summary>Somebody outside the board who may look until a day that must be set: an auditor, a peer reviewer, a partner.</summary>
    Viewer,
}
