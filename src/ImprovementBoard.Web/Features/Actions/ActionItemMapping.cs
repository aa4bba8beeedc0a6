using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Actions;
using ImprovementBoard.Web.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ImprovementBoard.Web.Features.Actions;

internal sealed class ActionItemMapping : IEntityTypeConfiguration<ActionItem>
{
    public void Configure(EntityTypeBuilder<ActionItem> builder)
    {
        builder.HasProgramme();
        builder.HasIndex(a => new { a.ProgrammeId, a.Ref }).IsUnique();
        builder.HasIndex(a => new { a.ProgrammeId, a.Order });
        // Holds everything the dashboard counts, so that counting does not read the rows.
        builder.HasIndex(a => new { a.ProgrammeId, a.Delivery, a.Due, a.DeliveredOn, a.SignedOffOn, a.LeadSays, a.ReviewerSays, a.UpdateDueBy });
        builder.HasIndex(a => new { a.ProgrammeId, a.SignedOffOn });
        builder.HasIndex(a => new { a.ProgrammeId, a.Due, a.DeliveredOn, a.SignedOffOn });
        builder.HasIndex(a => new { a.ProgrammeId, a.UpdateDueBy });
        builder.HasIndex(a => new { a.ProgrammeId, a.LeadSays, a.ReviewerSays });
        builder.HasIndex(a => new { a.ProgrammeId, a.LeadId, a.SignedOffOn });
        builder.Ignore(a => a.RatedOn);
        builder.Property(a => a.Ref).HasMaxLength(20);
        builder.Property(a => a.Title).HasMaxLength(ActionItem.TitleMaxLength);
        builder.ComplexCollection(a => a.DueMoves, m => m.ToJson());
        builder.ComplexCollection(a => a.LeadChanges, c => c.ToJson());
        builder.ComplexCollection(a => a.PartnerChanges, c => c.ToJson());
        builder.ComplexCollection(a => a.EarlierRounds, r => r.ToJson());
        builder.ComplexCollection(a => a.Milestones, m => m.ToJson());
        builder.ComplexCollection(a => a.MilestoneMoves, m => m.ToJson());
        builder.ComplexCollection(a => a.MissedReasons, m => m.ToJson());
        builder.ComplexCollection(a => a.Blocks, b => b.ToJson());
        builder.ComplexCollection(a => a.Terms, t => t.ToJson());
        builder.ComplexCollection(a => a.Recoveries, r => r.ToJson());
        // No foreign key: adding one would rebuild the table on SQLite, outside a transaction.
        builder.HasIndex(a => new { a.ProgrammeId, a.SroId });
        builder.HasOne<Member>().WithMany().HasForeignKey(a => a.LeadId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(a => a.Recommendations).WithMany(r => r.Actions);
    }
}

internal sealed class ActionStandingMapping : IEntityTypeConfiguration<ActionStanding>
{
    public void Configure(EntityTypeBuilder<ActionStanding> builder)
    {
        builder.HasProgramme();
        builder.HasIndex(s => new { s.ActionItemId, s.Until }).IsUnique();
        // What holds on a day is found from its end: most standings looked for ended late or not at all.
        builder.HasIndex(s => new { s.ProgrammeId, s.Until, s.From, s.Delivery });
        builder.HasOne(s => s.Item).WithMany().HasForeignKey(s => s.ActionItemId);
    }
}

internal sealed class ProgressUpdateMapping : IEntityTypeConfiguration<ProgressUpdate>
{
    public void Configure(EntityTypeBuilder<ProgressUpdate> builder)
    {
        builder.HasProgramme();
        builder.HasIndex(u => new { u.ActionItemId, u.On });
        builder.HasIndex(u => new { u.ActionItemId, u.PostKey }).IsUnique();
        builder.Property(u => u.WhatChanged).HasMaxLength(ProgressUpdate.AnswerMaxLength);
        builder.Property(u => u.ChildWouldNotice).HasMaxLength(ProgressUpdate.AnswerMaxLength);
        builder.Property(u => u.ReviewNote).HasMaxLength(ActionItem.ReasonMaxLength);
        builder.Property(u => u.InTheWay).HasMaxLength(ProgressUpdate.AnswerMaxLength);
        builder.HasOne<Member>().WithMany().HasForeignKey(u => u.ById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<ActionItem>().WithMany(a => a.Updates).HasForeignKey(u => u.ActionItemId);
    }
}

internal sealed class UpdateDraftMapping : IEntityTypeConfiguration<UpdateDraft>
{
    public void Configure(EntityTypeBuilder<UpdateDraft> builder)
    {
        builder.HasProgramme();
        builder.HasIndex(d => new { d.ActionItemId, d.MemberId }).IsUnique();
        builder.HasIndex(d => new { d.ProgrammeId, d.MemberId });
        builder.HasOne<ActionItem>().WithMany().HasForeignKey(d => d.ActionItemId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Member>().WithMany().HasForeignKey(d => d.MemberId).OnDelete(DeleteBehavior.Cascade);
    }
}
