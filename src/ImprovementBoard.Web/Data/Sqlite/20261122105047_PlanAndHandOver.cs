using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ImprovementBoard.Web.Data.Sqlite
{
    /// <inheritdoc />
    public partial class PlanAndHandOver : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "OwnerChanges",
                table: "Recommendations",
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<string>(
                name: "Blocks",
                table: "Actions",
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<string>(
                name: "LeadChanges",
                table: "Actions",
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<string>(
                name: "MilestoneMoves",
                table: "Actions",
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<string>(
                name: "Milestones",
                table: "Actions",
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<string>(
                name: "MissedReasons",
                table: "Actions",
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<int>(
                name: "SroId",
                table: "Actions",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Terms",
                table: "Actions",
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<int>(
                name: "TimesMoved",
                table: "Actions",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "Dependencies",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ProgrammeId = table.Column<int>(type: "INTEGER", nullable: false),
                    ActionItemId = table.Column<int>(type: "INTEGER", nullable: false),
                    WaitsForId = table.Column<int>(type: "INTEGER", nullable: false),
                    From = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    By = table.Column<string>(type: "TEXT", nullable: false),
                    Until = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    EndedBy = table.Column<string>(type: "TEXT", nullable: true),
                    Illustrative = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Dependencies", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Dependencies_Actions_ActionItemId",
                        column: x => x.ActionItemId,
                        principalTable: "Actions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_Dependencies_Actions_WaitsForId",
                        column: x => x.WaitsForId,
                        principalTable: "Actions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Dependencies_Programmes_ProgrammeId",
                        column: x => x.ProgrammeId,
                        principalTable: "Programmes",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Proposals",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ProgrammeId = table.Column<int>(type: "INTEGER", nullable: false),
                    ActionItemId = table.Column<int>(type: "INTEGER", nullable: false),
                    ProposedOn = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    ProposedById = table.Column<int>(type: "INTEGER", nullable: true),
                    ProposedBy = table.Column<string>(type: "TEXT", nullable: false),
                    FromDue = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    NewDue = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    DecidedOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    DecidedBy = table.Column<string>(type: "TEXT", nullable: true),
                    Outcome = table.Column<string>(type: "TEXT", nullable: true),
                    Decision = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Note = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    Illustrative = table.Column<bool>(type: "INTEGER", nullable: false),
                    Milestones = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Proposals", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Proposals_Actions_ActionItemId",
                        column: x => x.ActionItemId,
                        principalTable: "Actions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_Proposals_Members_ProposedById",
                        column: x => x.ProposedById,
                        principalTable: "Members",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Proposals_Programmes_ProgrammeId",
                        column: x => x.ProgrammeId,
                        principalTable: "Programmes",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Recommendations_ProgrammeId_OwnerId",
                table: "Recommendations",
                columns: new[] { "ProgrammeId", "OwnerId" });

            migrationBuilder.CreateIndex(
                name: "IX_Actions_ProgrammeId_SroId",
                table: "Actions",
                columns: new[] { "ProgrammeId", "SroId" });

            migrationBuilder.CreateIndex(
                name: "IX_Dependencies_ActionItemId_Until",
                table: "Dependencies",
                columns: new[] { "ActionItemId", "Until" });

            migrationBuilder.CreateIndex(
                name: "IX_Dependencies_ProgrammeId",
                table: "Dependencies",
                column: "ProgrammeId");

            migrationBuilder.CreateIndex(
                name: "IX_Dependencies_WaitsForId",
                table: "Dependencies",
                column: "WaitsForId");

            migrationBuilder.CreateIndex(
                name: "IX_Proposals_ActionItemId_DecidedOn",
                table: "Proposals",
                columns: new[] { "ActionItemId", "DecidedOn" });

            migrationBuilder.CreateIndex(
                name: "IX_Proposals_ProgrammeId_DecidedOn",
                table: "Proposals",
                columns: new[] { "ProgrammeId", "DecidedOn" });

            migrationBuilder.CreateIndex(
                name: "IX_Proposals_ProposedById",
                table: "Proposals",
                column: "ProposedById");

            // Stored ratings follow the new lines of the rule from the first visit on.
            migrationBuilder.Sql("UPDATE \"Programmes\" SET \"RatedOn\" = NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Dependencies");

            migrationBuilder.DropTable(
                name: "Proposals");

            migrationBuilder.DropIndex(
                name: "IX_Recommendations_ProgrammeId_OwnerId",
                table: "Recommendations");

            migrationBuilder.DropIndex(
                name: "IX_Actions_ProgrammeId_SroId",
                table: "Actions");

            migrationBuilder.DropColumn(
                name: "OwnerChanges",
                table: "Recommendations");

            migrationBuilder.DropColumn(
                name: "Blocks",
                table: "Actions");

            migrationBuilder.DropColumn(
                name: "LeadChanges",
                table: "Actions");

            migrationBuilder.DropColumn(
                name: "MilestoneMoves",
                table: "Actions");

            migrationBuilder.DropColumn(
                name: "Milestones",
                table: "Actions");

            migrationBuilder.DropColumn(
                name: "MissedReasons",
                table: "Actions");

            migrationBuilder.DropColumn(
                name: "SroId",
                table: "Actions");

            migrationBuilder.DropColumn(
                name: "Terms",
                table: "Actions");

            migrationBuilder.DropColumn(
                name: "TimesMoved",
                table: "Actions");
        }
    }
}
