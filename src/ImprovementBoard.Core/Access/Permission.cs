namespace ImprovementBoard.Core.Access;

/// <summary>Something a person may do in a programme. Which role may: <see cref="PermissionMatrix"/>.</summary>
public enum Permission
{
    /// <summary>Read the plan, visits, ratings and history.</summary>
    ReadPlan,

    /// <summary>Post a progress update on an action one leads.</summary>
    PostOwnUpdate,

    /// <summary>Post a progress update on any action, marked as posted by the office.</summary>
    PostAnyUpdate,

    /// <summary>Accept or return updates, sign off what others delivered, assure recommendations, record re-checks and reopen.</summary>
    ReviewActions,

    /// <summary>Record visits and what inspectors said, answer any finding, and keep the watch list of strengths.</summary>
    RecordFindings,

    /// <summary>Attach evidence to an action one leads or a recommendation one owns.</summary>
    AddOwnEvidence,

    /// <summary>Attach evidence to any action or recommendation.</summary>
    AddAnyEvidence,

    /// <summary>Read evidence marked confidential, also where one does not lead the action.</summary>
    ReadConfidentialEvidence,

    /// <summary>Read what inspectors said at a visit before its letter is published.</summary>
    ReadUnpublishedLetters,

    /// <summary>Judge the impact of recommendations against evidence.</summary>
    JudgeImpact,

    /// <summary>Pass actions and recommendations on to another post.</summary>
    HandOver,

    /// <summary>Change the plan itself: milestones, what waits for what, owners and money. Dates move by proposal only.</summary>
    EditPlan,

    /// <summary>Say that a flag is known and can wait, with a reason and the day it returns.</summary>
    AcknowledgeFlags,

    /// <summary>Open and download packs that were issued.</summary>
    ReadPacks,

    /// <summary>Open and download the commissioner’s edition, which counts confidential evidence too.</summary>
    ReadCommissionerPacks,

    /// <summary>Open and download what is not issued: drafts, packs that wait for approval and those withdrawn; comment on them.</summary>
    ReadDraftPacks,

    /// <summary>Build a draft pack by hand, and prepare a pack for approval.</summary>
    BuildPack,

    /// <summary>Approve or return a pack, where the post is the approver whose turn it is.</summary>
    ApprovePack,

    /// <summary>Issue a pack that all have approved, take one back before that, put another approver in a place, and answer comments.</summary>
    IssuePack,

    /// <summary>Keep the distribution lists, see who got a pack, send it again and withdraw links.</summary>
    DistributePacks,

    /// <summary>See what was mailed to whom, and what became of it.</summary>
    ReadMail,

    /// <summary>Let mails and packs go on after the database was put back from a copy.</summary>
    ReleaseMail,

    /// <summary>See and change when packs are made, and see how the runs went.</summary>
    ManageSchedules,

    /// <summary>See who read, downloaded and exported what, who was refused, and whether the history is whole.</summary>
    ReadTrail,

    /// <summary>See who signed in, and whose sign-in was refused.</summary>
    ReadSignIns,

    /// <summary>Say which roles must sign in with more than a password.</summary>
    ManageSignIn,

    /// <summary>Keep the reporting calendar: add periods, change their dates, and say that a step is done.</summary>
    KeepCalendar,

    /// <summary>See who belongs to the programme, through which role and until when, and who may do what.</summary>
    ReadAccess,

    /// <summary>See how long things are kept, what was deleted and what is held.</summary>
    ReadRetention,

    /// <summary>Set how long things are kept, put and lift holds, take out what is held on a person, and erase one who has left.</summary>
    ManageRetention,

    /// <summary>Take out the programme for an information request, without what is restricted, and hold its records with it.</summary>
    ExportForRequests,

    /// <summary>Invite people, change their roles, end their part in the programme, and record that access was reviewed.</summary>
    ManagePeople,
}
