using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Packs;

/// <summary>What becomes of a pack once it is made. Only dated facts are added; what was said is never taken back.</summary>
public sealed partial class Pack
{
    /// <summary>Those who approve it, in their order; none where it was issued as it was made.</summary>
    public List<PackApproval> Approvals { get; set; } = [];

    /// <summary>True when the last approval issues it; else the programme office does.</summary>
    public bool IssueWithLastApproval { get; set; }

    /// <summary>The instant it was issued, in UTC, or null.</summary>
    public DateTimeOffset? IssuedAt { get; set; }

    /// <summary>The programme's date then, or null.</summary>
    public DateOnly? IssuedOn { get; set; }

    /// <summary>Role title of who issued it, or null.</summary>
    public string? IssuedBy { get; set; }

    /// <summary>The instant it was withdrawn before issue, in UTC, or null.</summary>
    public DateTimeOffset? WithdrawnAt { get; set; }

    /// <summary>The programme's date then, or null.</summary>
    public DateOnly? WithdrawnOn { get; set; }

    /// <summary>Role title of who returned it or took it back, or null.</summary>
    public string? WithdrawnBy { get; set; }

    /// <summary>Why it was withdrawn, or empty.</summary>
    public string WithdrawnReason { get; set; } = "";

    /// <summary>The programme's date on which a later version took its place, or null.</summary>
    public DateOnly? SupersededOn { get; set; }

    /// <summary>Number of the pack that took its place, or null.</summary>
    public int? SupersededBy { get; set; }

    /// <summary>The days from which its state follows.</summary>
    public PackDates Dates => new(BuiltOn, IssuedOn, SupersededOn, WithdrawnOn);

    /// <summary>The place whose turn it is, or null when all have approved or it does not wait for approval.</summary>
    public PackApproval? Next => IsOpen ? Approvals.Where(a => a.ApprovedOn is null).MinBy(a => a.Order) : null;

    private bool IsOpen => Number is not null && IssuedOn is null && WithdrawnOn is null;

    /// <summary>The version that is made next of an audience and a period.</summary>
    /// <param name="made">The numbered packs of that audience and period.</param>
    /// <param name="correction">Why there is to be a further version; needed once one was issued.</param>
    /// <exception cref="RuleException">One waits for approval, or the reason is missing or too long.</exception>
    public static int NextVersion(IReadOnlyList<PackStanding> made, string? correction)
    {
        if (made.FirstOrDefault(p => p.Dates is { IssuedOn: null, WithdrawnOn: null }) is { } open)
            throw new RuleException($"Pack {open.Number} of this period waits for approval. Have it approved, returned or withdrawn first.");
        var issued = made.Count(p => p.Dates.IssuedOn is not null);
        if (issued > 0)
            Text.Required(correction, nameof(Correction), "Write why there is to be another version. Every reader of the pack sees it.", TextMaxLength);
        return 1 + issued;
    }

    /// <summary>Gives every post its place in the order of approvers.</summary>
    /// <param name="issueWithLast">See <see cref="IssueWithLastApproval"/>.</param>
    public void AskFor(IEnumerable<Member> approvers, bool issueWithLast)
    {
        Approvals = [.. approvers.Select((post, i) => new PackApproval { ProgrammeId = ProgrammeId, Order = i + 1, MemberId = post.Id, Title = post.Title })];
        IssueWithLastApproval = issueWithLast;
    }

    /// <summary>The approver whose turn it is approves the file with one SHA-256.</summary>
    /// <param name="sha256">Of the file the approver read.</param>
    /// <exception cref="RuleException">It is another's turn, the pack is no longer open or another file, or the note is too long.</exception>
    public PackApproval Approve(Actor by, string? sha256, string? note, DateOnly today, DateTimeOffset now)
    {
        var place = ExpectTurn(by);
        if (!string.Equals(sha256, FileHash, StringComparison.Ordinal))
            throw new RuleException($"The document you read is not the one that waits now as {Name}. Load the page again and read that one.");
        place.Note = Clean(note);
        (place.ApprovedAt, place.ApprovedOn, place.Sha256, place.Title) = (now, today, FileHash, by.Title);
        return place;
    }

    /// <summary>The approver whose turn it is returns it. It is withdrawn, and the approvals it had count for nothing.</summary>
    /// <exception cref="RuleException">It is another's turn, the pack is no longer open, or the reason is missing or too long.</exception>
    public void Return(Actor by, string? reason, DateOnly today, DateTimeOffset now)
    {
        ExpectTurn(by);
        Withdraw(by, reason, today, now);
    }

    /// <summary>It is taken back before it was issued. Number and file stay, with the reason.</summary>
    /// <exception cref="RuleException">It is no longer open, or the reason is missing or too long.</exception>
    public void Withdraw(Actor by, string? reason, DateOnly today, DateTimeOffset now)
    {
        ExpectOpen();
        WithdrawnReason = Text.Required(reason, "Reason", "Write what must be put right. It stays with the pack.", TextMaxLength);
        (WithdrawnAt, WithdrawnOn, WithdrawnBy) = (now, today, by.Title);
    }

    /// <summary>It goes out. Earlier versions of its audience and period are superseded; they stay as they are.</summary>
    /// <param name="earlier">Every issued pack of its audience and period.</param>
    /// <exception cref="RuleException">It is no longer open, or somebody has still to approve it.</exception>
    public void Issue(IEnumerable<Pack> earlier, Actor by, DateOnly today, DateTimeOffset now)
    {
        ExpectOpen();
        if (Next is { } next)
            throw new RuleException($"{Name} waits for the {Words.Inside(next.Title)}. It can be issued when all have approved.");
        (IssuedAt, IssuedOn, IssuedBy) = (now, today, by.Title);
        foreach (var pack in earlier.Where(p => p.IssuedOn is not null && p.SupersededOn is null && p.Number != Number))
            (pack.SupersededOn, pack.SupersededBy) = (today, Number);
    }

    /// <summary>Puts another post in a place that has not approved yet.</summary>
    /// <exception cref="RuleException">The place has approved, the post cannot approve or has a place already, or the reason is missing or too long.</exception>
    public void PutInPlace(int order, Member? post, string? reason, Actor by, DateOnly today)
    {
        ExpectOpen();
        var place = Approvals.Find(a => a.Order == order) ?? throw new RuleException("This place does not exist. Load the page again.");
        if (place.ApprovedOn is { } on)
            throw new RuleException($"The {Words.Inside(place.Title)} approved on {Words.Long(on)}, so this place stays.");
        Approvers.Expect(post, today, "Post");
        if (Approvals.Exists(a => a.MemberId == post!.Id))
            throw new RuleException($"{post!.Title} has a place already; a post approves a pack once. Choose another.", "Post");
        place.Changes.Add(new()
        {
            On = today,
            From = place.Title,
            To = post!.Title,
            By = by.Title,
            Reason = Text.Required(reason, "ChangeReason", "Write why another post approves.", TextMaxLength),
        });
        (place.MemberId, place.Title) = (post.Id, post.Title);
    }

    /// <summary>Takes a comment on a draft, or while it waits for approval.</summary>
    /// <exception cref="RuleException">It is issued or withdrawn, or the words are missing or too long.</exception>
    public PackComment Comment(string? section, string? words, Actor by, DateOnly today, DateTimeOffset now)
    {
        if (!IsDraft)
            ExpectOpen();
        return new()
        {
            ProgrammeId = ProgrammeId,
            PackId = Id,
            Section = Text.Clean(section),
            Words = Text.Required(words, nameof(PackComment.Words), "Write your comment.", TextMaxLength),
            At = now,
            On = today,
            By = by.Title,
        };
    }

    private static string Clean(string? note) =>
        Text.Clean(note) is { Length: > 0 } given ? Text.Required(given, nameof(PackApproval.Note), "", TextMaxLength) : "";

    private PackApproval ExpectTurn(Actor by)
    {
        ExpectOpen();
        if (by.MemberId is not { } me || Approvals.Find(a => a.MemberId == me) is not { } mine)
            throw new RuleException($"You are not an approver of {Name}.");
        if (mine.ApprovedOn is { } on)
            throw new RuleException($"You approved {Name} on {Words.Long(on)} already. Load the page again to see where it stands.");
        return Next == mine ? mine : throw new RuleException($"It is the turn of the {Words.Inside(Next!.Title)}. You approve {Name} afterwards.");
    }

    private void ExpectOpen()
    {
        if (IsDraft)
            throw new RuleException("A draft is not approved or issued. Prepare the pack of its period.");
        if (WithdrawnOn is { } withdrawn)
            throw new RuleException($"{Name} was withdrawn by the {Words.Inside(WithdrawnBy!)} on {Words.Long(withdrawn)}. Load the page again and read why.");
        if (IssuedOn is { } issued)
            throw new RuleException($"{Name} was issued on {Words.Long(issued)} and never changes. If it is wrong, a corrected version is prepared.");
    }
}

/// <summary>Number and days of a numbered pack.</summary>
public sealed record PackStanding(int Number, PackDates Dates);
