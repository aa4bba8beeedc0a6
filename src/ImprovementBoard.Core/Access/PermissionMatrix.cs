using System.Collections.Frozen;
using static ImprovementBoard.Core.Access.Permission;
using static ImprovementBoard.Core.Access.Role;

namespace ImprovementBoard.Core.Access;

/// <summary>One right: its name, what it opens, and the roles that have it.</summary>
/// <param name="Area">The part of the portal it belongs to, in words.</param>
/// <param name="Name">What a person may do, to be read after “may”.</param>
/// <param name="Opens">Where it leads, in plain words.</param>
/// <param name="InThePast">True where it holds while looking back, too; where it does not, a past date is only shown.</param>
/// <param name="Roles">The roles that have it.</param>
public sealed record Right(Permission Permission, string Area, string Name, string Opens, bool InThePast, IReadOnlyList<Role> Roles)
{
    /// <summary>What it lets a person see, in words: its name without the verb. Null for a right to act.</summary>
    public string? Sees => Name.Split(' ', 2) is ["read" or "see" or "answer", var what] ? what : null;
}

/// <summary>The whole table of who may do what. Nothing else decides: pages, services, downloads and tests ask it, and the page “Who may do what” shows it.</summary>
public static class PermissionMatrix
{
    private const string Plan = "Plan", Findings = "Inspections and evidence", Packs = "Packs and calendar", Access = "People and records";

    private static readonly Role[] Everybody = [Chair, Role.Member, Commissioner, Lead, Office, Admin, Viewer], Board = [Chair, Role.Member, Lead], TheOffice = [Office];

    /// <summary>Every right once, in the order they are shown.</summary>
    public static IReadOnlyList<Right> All { get; } =
    [
        new(ReadPlan, Plan, "read the plan", "Dashboard, recommendations, actions, visits and findings, evidence that is not confidential, direction, pace, history, whether it is whole, and past dates", true, Everybody),
        new(PostOwnUpdate, Plan, "post updates on their own actions", "The update form of actions they lead, milestones, blocks and recovery plans there, and the answer to findings on recommendations they own", false, [Lead]),
        new(PostAnyUpdate, Plan, "post updates for any lead", "The same for every action, marked as posted by the office", false, TheOffice),
        new(ReviewActions, Plan, "review, sign off and assure", "Accept or return updates, sign off, decide on new dates, assure, re-check and reopen", false, TheOffice),
        new(JudgeImpact, Plan, "judge impact", "The impact rating of a recommendation, against evidence", false, TheOffice),
        new(EditPlan, Plan, "change the plan", "Milestones, what waits for what, owners and money; dates move by proposal only", false, TheOffice),
        new(Permission.HandOver, Plan, "hand items over", "Pass what one post holds to another, above all when somebody leaves", false, [Office, Admin]),
        new(AcknowledgeFlags, Plan, "say that a flag can wait", "The button beside a flag, with a reason and the day it returns", false, [Chair, Office]),
        new(RecordFindings, Findings, "record visits and findings", "Visits, letters, findings, their corrections and answers, and the watch list of strengths", false, TheOffice),
        new(ReadUnpublishedLetters, Findings, "read visits before their letter is published", "Visits and findings that Ofsted has not published yet, everything that tells of them, and packs of the board made meanwhile", true, [Chair, Role.Member, Commissioner, Lead, Office, Admin]),
        new(AddOwnEvidence, Findings, "attach evidence to what they lead or own", "“Attach evidence” on actions they lead and recommendations they own", false, [Lead, Office]),
        new(AddAnyEvidence, Findings, "attach evidence anywhere", "“Attach evidence” everywhere, and who may read a piece of evidence", false, TheOffice),
        new(ReadConfidentialEvidence, Findings, "read confidential evidence", "Evidence marked confidential, its files and its history", false, [Commissioner, Office, Admin]),
        new(ReadPacks, Packs, "read issued packs", "The register, and every issued pack as page, PDF and workbook, except the commissioner’s edition", true, Everybody),
        new(ReadCommissionerPacks, Packs, "read the commissioner’s edition", "The edition that counts confidential evidence too", true, [Commissioner, Office, Admin]),
        new(ReadDraftPacks, Packs, "read drafts", "Drafts, packs that wait for approval, and those that were withdrawn; comments on them", true, [Commissioner, Office, Admin]),
        new(BuildPack, Packs, "build and prepare packs", "“Build now”, and “Prepare for approval” on a frozen period", false, TheOffice),
        new(ApprovePack, Packs, "approve packs when it is their turn", "A pack that names them as approver: read, approve or return it", false, Board),
        new(IssuePack, Packs, "issue packs", "Issue what all have approved, take it back before that, replace an approver, answer comments", false, TheOffice),
        new(DistributePacks, Packs, "distribute packs", "Distribution lists, who got a pack, sending again, and withdrawing links", false, TheOffice),
        new(ManageSchedules, Packs, "set schedules", "When packs are made, and how the runs went", false, [Office, Admin]),
        new(KeepCalendar, Packs, "keep the reporting calendar", "Periods, their dates and steps, and waivers at the readiness gate", false, TheOffice),
        new(ReadMail, Access, "see what was mailed", "The list of mails, and what became of each", false, [Office, Admin]),
        new(ReleaseMail, Access, "let mails go on after a restore", "The button that releases or drops what was held", false, [Admin]),
        new(ReadTrail, Access, "see who read and exported what", "Reading, downloads, exports and refusals in the history, the seals in its export, “Check now”, and which entry a check found broken", true, [Commissioner, Office, Admin]),
        new(ReadSignIns, Access, "see who signed in", "Sign-ins and refused sign-ins of this programme’s accounts", true, [Admin]),
        new(ManageSignIn, Access, "say who must have a second factor", "“Rules of signing in”: the roles that sign in with more than a password", false, [Admin]),
        new(ReadAccess, Access, "see who has access", "“People”, “Who may do what”, and their export", true, [Office, Admin]),
        new(ReadRetention, Access, "see what is kept how long", "“Retention”: periods, holds, what goes next, and what was deleted", false, [Office, Admin]),
        new(ManageRetention, Access, "set periods, hold and erase", "Periods, holds, the copy of what is held on a person, and the erasure of one who has left", false, [Admin]),
        new(ExportForRequests, Access, "answer information requests", "“Information requests”: the programme as a file, without what is restricted, the list of what was left out, and a hold on what the request asks for", false, [Office, Admin]),
        new(ManagePeople, Access, "manage people", "Invite, change a role, end somebody’s part, and record that access was reviewed", false, [Admin]),
    ];

    private static readonly FrozenDictionary<Permission, Right> Rights = All.ToFrozenDictionary(r => r.Permission);

    /// <summary>The right in words.</summary>
    public static Right Of(Permission permission) => Rights[permission];

    /// <summary>True when the role carries the permission.</summary>
    public static bool May(this Role role, Permission permission) => Rights[permission].Roles.Contains(role);

    /// <summary>True when the permission holds while looking back, too: it changes nothing.</summary>
    public static bool IsReading(this Permission permission) => Rights[permission].InThePast;

    /// <summary>The role in words.</summary>
    public static string Words(this Role role) => role switch
    {
        Chair => "Board chair",
        Role.Member => "Board member",
        Commissioner => "Commissioner",
        Lead => "Lead",
        Office => "Programme office",
        Viewer => "External viewer",
        _ => "Administrator",
    };
}
