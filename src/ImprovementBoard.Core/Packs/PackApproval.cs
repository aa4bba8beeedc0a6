using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Programmes;

namespace ImprovementBoard.Core.Packs;

/// <summary>A place in the order of those who approve one pack, and its approval. A pack made anew has new ones: no approval counts for another file.</summary>
public sealed class PackApproval : IProgrammeRow
{
    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <inheritdoc/>
    public int ProgrammeId { get; set; }

    /// <summary>The pack.</summary>
    public int PackId { get; set; }

    /// <summary>The pack.</summary>
    public Pack? Pack { get; set; }

    /// <summary>Place in the order, from 1.</summary>
    public int Order { get; set; }

    /// <summary>The post in this place.</summary>
    public int MemberId { get; set; }

    /// <summary>Its role title then.</summary>
    public required string Title { get; set; }

    /// <summary>The instant of the approval, in UTC, or null.</summary>
    public DateTimeOffset? ApprovedAt { get; set; }

    /// <summary>The programme's date then, or null.</summary>
    public DateOnly? ApprovedOn { get; set; }

    /// <summary>SHA-256 of the file that was approved, hexadecimal, or null.</summary>
    public string? Sha256 { get; set; }

    /// <summary>What the approver adds, or empty.</summary>
    public string Note { get; set; } = "";

    /// <summary>Every change of the post in this place, oldest first.</summary>
    public List<ApproverChange> Changes { get; set; } = [];

    /// <summary>Role title of the post that held this place at the end of <paramref name="day"/>.</summary>
    public string TitleOn(DateOnly day) => Changes.Find(c => c.On > day)?.From ?? Title;
}

/// <summary>Another post was put in an approver's place.</summary>
public sealed class ApproverChange
{
    /// <summary>The day.</summary>
    public DateOnly On { get; set; }

    /// <summary>Role title of the post before.</summary>
    public required string From { get; set; }

    /// <summary>Role title of the post from then on.</summary>
    public required string To { get; set; }

    /// <summary>Role title of who changed it.</summary>
    public required string By { get; set; }

    /// <summary>Why.</summary>
    public required string Reason { get; set; }
}

/// <summary>Who can approve packs, and in what order usually.</summary>
public static class Approvers
{
    /// <summary>Most places in the order.</summary>
    public const int Most = 6;

    /// <summary>True when a post may stand in the order of approvers.</summary>
    public static bool MayBe(Member post, DateOnly today) => post.HoldsOn(today) && post.Role.May(Permission.ApprovePack);

    /// <summary>What keeps a post from approving on a day, to be read after “who”, or null.</summary>
    public static string? Hindrance(Member post, DateOnly day) =>
        post.To < day ? "has left" : post.RoleOn(day).May(Permission.ApprovePack) ? null : "can no longer approve";

    /// <summary>Who approves the packs of an edition, in their order: whom its schedule names, or the usual order where it has none. A post that cannot approve any more keeps its place.</summary>
    /// <exception cref="RuleException">The schedule names a post that is gone.</exception>
    public static IReadOnlyList<Member> Of(PackSchedule? schedule, IReadOnlyList<Member> posts, DateOnly today) =>
        schedule is null ? Usual(posts, today)
        : [.. schedule.ApproverIds.Select(id => posts.SingleOrDefault(p => p.Id == id) ?? throw new RuleException("A post that is to approve this pack is gone. Choose another under “Schedule and runs”."))];

    /// <summary>The usual order, as far as such posts exist: the lead sponsor, the director (an assistant only where there is none), the chair.</summary>
    public static IReadOnlyList<Member> Usual(IReadOnlyList<Member> posts, DateOnly today)
    {
        var able = posts.Where(p => MayBe(p, today)).ToList();
        return [.. new[] { Titled("sponsor"), Titled("director", "Director", "Executive director", "Corporate director"), able.Find(p => p.Role == Role.Chair) }.OfType<Member>().Distinct()];

        Member? Titled(string word, params string[] first) => able
            .Where(p => p.Role != Role.Chair && p.Title.Contains(word, StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(p => Array.Exists(first, start => p.Title.StartsWith(start, StringComparison.OrdinalIgnoreCase) && $"{p.Title} "[start.Length] is ' ' or ',')).FirstOrDefault();
    }

    /// <summary>Checks an order of approvers.</summary>
    /// <exception cref="RuleException">A post stands in it twice, cannot approve, or there are more than <see cref="Most"/>.</exception>
    public static void Expect(IReadOnlyList<int> ids, IReadOnlyList<Member> posts, DateOnly today)
    {
        if (ids.Count > Most)
            throw new RuleException($"At most {Most} posts approve a pack. Take some out.", nameof(PackSchedule.ApproverIds));
        if (ids.Distinct().Count() != ids.Count)
            throw new RuleException("A post approves a pack once. Choose another post, or leave that place empty.", nameof(PackSchedule.ApproverIds));
        foreach (var id in ids)
            Expect(posts.SingleOrDefault(p => p.Id == id), today, nameof(PackSchedule.ApproverIds));
    }

    /// <summary>Checks that a post can approve.</summary>
    /// <exception cref="RuleException">It does not exist, has left, or its role does not approve packs.</exception>
    public static Member Expect(Member? post, DateOnly today, string field)
    {
        if (post is null || !post.HoldsOn(today))
            throw new RuleException($"{post?.Title ?? "This post"} is not in post today. Choose somebody who is.", field);
        if (!post.Role.May(Permission.ApprovePack))
            throw new RuleException($"{post.Title} cannot approve packs: who prepares a pack, or only reads it, does not approve it. Choose another post.", field);
        return post;
    }
}
