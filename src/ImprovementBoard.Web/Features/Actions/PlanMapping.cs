using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Actions;
using ImprovementBoard.Web.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ImprovementBoard.Web.Features.Actions;

internal sealed class DateProposalMapping : IEntityTypeConfiguration<DateProposal>
{
    public void Configure(EntityTypeBuilder<DateProposal> builder)
    {
        builder.HasProgramme();
        builder.HasIndex(p => new { p.ActionItemId, p.DecidedOn });
        builder.HasIndex(p => new { p.ProgrammeId, p.DecidedOn });
        builder.Property(p => p.Reason).HasMaxLength(ActionItem.ReasonMaxLength);
        builder.Property(p => p.Note).HasMaxLength(ActionItem.ReasonMaxLength);
        builder.Property(p => p.Decision).HasMaxLength(DateProposal.DecisionMaxLength);
        builder.ComplexCollection(p => p.Milestones, m => m.ToJson());
        builder.HasOne<Member>().WithMany().HasForeignKey(p => p.ProposedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<ActionItem>().WithMany(a => a.Proposals).HasForeignKey(p => p.ActionItemId);
    }
}

internal sealed class DependencyMapping : IEntityTypeConfiguration<Dependency>
{
    public void Configure(EntityTypeBuilder<Dependency> builder)
    {
        builder.HasProgramme();
        builder.HasIndex(d => new { d.ActionItemId, d.Until });
        builder.HasIndex(d => d.WaitsForId);
        builder.HasOne<ActionItem>().WithMany().HasForeignKey(d => d.ActionItemId);
        builder.HasOne<ActionItem>().WithMany().HasForeignKey(d => d.WaitsForId).OnDelete(DeleteBehavior.Restrict);
    }
}
